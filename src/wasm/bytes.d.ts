// The module's bytes, where the build puts them into the script.
declare const bytes: Uint8Array<ArrayBuffer>;
export default bytes;
