// Writes FILE.br and FILE.gz beside each FILE: node compress.mjs QUALITY FILE…
// A form that is not smaller than the file itself is left out.
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const [quality, ...files] = process.argv.slice(2);

async function compress(file) {
  const content = await readFile(file);
  const forms = {
    br: await promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: Number(quality),
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      },
    }),
    gz: await promisify(gzip)(content, { level: 9 }),
  };
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < content.length) await writeFile(`${file}.${ending}`, form);
  }
}

await Promise.all(files.map(compress));
