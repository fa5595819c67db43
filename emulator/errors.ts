/** Why an emulator could not start, or why a call failed. */
export type EmulatorErrorCode =
  | "invalid_option"
  | "invalid_feed"
  | "invalid_data"
  | "settings_hidden"
  | "unknown_variant"
  | "unknown_profile"
  | "port_in_use"
  | "listen_failed";

/** The only error that {@link createEmulator} and its emulators throw or reject with. Its message is one line, ready to be shown. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
