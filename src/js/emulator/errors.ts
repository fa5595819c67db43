/** What went wrong before an emulator could run. */
export type EmulatorErrorCode = "invalid_option" | "invalid_feed" | "port_in_use" | "listen_failed";

/** The one error {@link createEmulator} rejects with. Its message is one line, fit to be shown as it is. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
