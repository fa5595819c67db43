import type { SeenRequest } from "../state.ts";

/** A request as a `curl` command for a POSIX shell. A masked secret becomes a variable. */
export function curl(request: SeenRequest, origin: string): string {
  const { method, path, companyId, headers, body } = request;
  const query = request.query ?? (companyId === null ? "" : `company_id=${encodeURIComponent(companyId)}`);
  const url = query === "" ? `${origin}${path}` : `${origin}${path}?${query}`;
  const lines = [`curl -i -X ${method} ${quote(url)}`];
  for (const [name, value] of Object.entries(headers)) {
    lines.push(`-H ${name === "authorization" ? authorization(value) : quote(`${name}: ${value}`)}`);
  }
  if (body !== null)
    lines.push(`--data-raw ${quote(typeof body === "string" ? body : JSON.stringify(body))}`);
  return lines.join(" \\\n  ");
}

function authorization(value: string): string {
  return `"authorization: ${value.replace("***", "$KLAVIYO_KEY").replaceAll(/["`\\]/g, "")}"`;
}

/** Between single quotes, only the single quote itself has a meaning. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
