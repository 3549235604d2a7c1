// Bytes as C string literals; whatever is not plain ASCII in octal with three digits, so that nothing runs on.
export function literal(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 64) {
    let line = "";
    for (const byte of bytes.subarray(at, at + 64)) {
      if (byte === 0x22 || byte === 0x5c) line += "\\" + String.fromCharCode(byte);
      else if (byte >= 0x20 && byte < 0x7f && byte !== 0x3f) line += String.fromCharCode(byte);
      else line += "\\" + byte.toString(8).padStart(3, "0");
    }
    lines.push(`    "${line}"`);
  }
  return lines.length ? "\n" + lines.join("\n") : '""';
}
