// The folder is inside of another project, whose lock file Next would take for its own.
const root = import.meta.dirname;

export default { outputFileTracingRoot: root, turbopack: { root } };
