// Waits for its one program on descriptor 3, then runs it as node would run a file.
const fs = require('fs');
const path = require('path');
const Module = require('module');
require('readline'); require('assert'); require('util'); require('events'); require('stream');
function read(size) {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size;) {
    const got = fs.readSync(3, bytes, at, size - at, null);
    if (got === 0) process.exit(0);
    at += got;
  }
  return bytes;
}
const sizes = read(12);
const source = read(sizes.readUInt32LE(0)).toString();
const name = read(sizes.readUInt32LE(4)).toString();
const given = read(sizes.readUInt32LE(8)).toString().split('\0').slice(0, -1);
fs.closeSync(3);
const file = path.resolve(name);
process.argv = [process.execPath, file, ...given];
process.execArgv = [];
const main = new Module(file, null);
main.id = '.';
main.filename = file;
main.paths = Module._nodeModulePaths(path.dirname(file));
process.mainModule = main;
require.cache[file] = main;
for (const extra of ['sizes', 'source', 'name', 'given', 'file', 'main', 'read', 'fs', 'path', 'Module']) delete globalThis[extra];
setImmediate(() => { main._compile(source, file); main.loaded = true; });
