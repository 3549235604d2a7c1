// unzip.mjs FILE.zip FOLDER: the files of a zip whose local heads have their sizes. Knows nothing of Kring.
import { readFileSync, writeFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const [file, folder] = process.argv.slice(2);
const zip = readFileSync(file);
for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
  const packed = zip.readUInt32LE(at + 18), size = zip.readUInt32LE(at + 22), name = zip.readUInt16LE(at + 26), extra = zip.readUInt16LE(at + 28);
  const from = at + 30 + name + extra;
  const text = inflateRawSync(zip.subarray(from, from + packed));
  if (text.length !== size) process.exit(1);
  writeFileSync(`${folder}/${zip.toString("utf8", at + 30, at + 30 + name)}`, text);
  at = from + packed;
}
