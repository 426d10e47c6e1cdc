// Waits for its one program on descriptor 3, then runs it as node would run a file.
const fs = require('fs');
const path = require('path');
const url = require('url');
const vm = require('vm');
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
for (const extra of ['sizes', 'source', 'name', 'given', 'file', 'main', 'read', 'fs', 'path', 'url', 'vm', 'isModule', 'Module']) delete globalThis[extra];
// Whether node would take the text for a module: it is no script, by what only modules have.
function isModule(error) {
  const says = error instanceof SyntaxError && /import statement outside a module|token 'export'|import\.meta|await is only valid/.test(error.message);
  if (!says && error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') return false;
  try { new vm.Script(Module.wrap(source)); return false; } catch { return true; }
}
setImmediate(() => {
  try { main._compile(source, file); } catch (error) {
    if (!isModule(error)) throw error;
    const own = file.replace(/[.]c?js$/, '') + '.mjs';
    fs.writeFileSync(own, source);
    process.argv[1] = own;
    import(url.pathToFileURL(own).href);
  }
  main.loaded = true;
});
