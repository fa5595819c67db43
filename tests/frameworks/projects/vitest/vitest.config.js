const entries = process.env.ENTRIES.split(" ");
const project = (environment) => ({ test: { name: environment, environment, provide: { entries } } });

export default { test: { projects: ["node", "jsdom", "happy-dom"].map(project) } };
