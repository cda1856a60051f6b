// Reads pictures with @gutenye/ocr-node, the npm package that runs the same model files, to compare with.
// Usage: node ocr-node.mjs <folder of node_modules> <picture> ...
// Prints one line of JSON for each picture: {"path", "text", "ms"}; ms is the time of reading it after a first reading of it.
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, ...pictures] = process.argv.slice(2)
const entry = path.join(path.resolve(modules), '@gutenye/ocr-node/build/index.js')
createRequire(import.meta.url).resolve(entry)
const { default: Ocr } = await import(pathToFileURL(entry))
const ocr = await Ocr.create()

for (const picture of pictures) {
  await ocr.detect(picture)
  const start = performance.now()
  const lines = await ocr.detect(picture)
  const ms = performance.now() - start
  console.log(JSON.stringify({ path: picture, text: lines.map((line) => line.text).join('\n'), ms }))
}
