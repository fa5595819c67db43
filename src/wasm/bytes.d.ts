// The module in base64, where the build puts it into the script.
declare const base64: string;
export default base64;
