import { launch, temporaryFolder } from "./launch.mjs";

let users = 0;
let shared;

/**
 * An X server without a screen, one for all windows of this process: WebKitGTK has no headless mode. It picks a free
 * display by itself and listens on no network. Each caller calls `release` once; the last one ends it.
 *
 * @param {string} command the path of Xvfb
 * @returns {Promise<{name: string, release(): Promise<void>}>} `name` is for the variable DISPLAY
 */
export async function useDisplay(command) {
  users++;
  shared ??= start(command);
  const mine = shared;
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    if (--users > 0) return;
    shared = undefined;
    await (await mine).server.stop();
  };
  const { server, number } = await mine;
  if (number !== undefined) return { name: `:${number}`, release };
  await release();
  throw new Error(`Xvfb did not start\n${server.log()}`);
}

async function start(command) {
  const server = launch({
    command,
    args: ["-displayfd", "1", "-screen", "0", "2560x1600x24", "-nolisten", "tcp", "-noreset"],
    folder: await temporaryFolder(),
  });
  return { server, number: await server.said(/^(\d+)$/m) };
}
