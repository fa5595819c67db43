/** What went wrong before an emulator could run, or when it was told to do something. */
export type EmulatorErrorCode =
  | "invalid_option"
  | "invalid_feed"
  | "invalid_data"
  | "settings_hidden"
  | "unknown_variant"
  | "port_in_use"
  | "listen_failed";

/** The one error that {@link createEmulator} and what it makes throw or reject with. Its message is one line, fit to be shown as it is. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
