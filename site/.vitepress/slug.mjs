/** The anchor that hosts of repositories give to a heading, without the number of a repeated one. */
export const githubSlug = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
