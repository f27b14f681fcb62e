/** A tar archive of files, and of a folder that holds the first. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks: Buffer[] = [];
  const add = (name: string, content: Uint8Array, type: string) => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('        ', 148);
    head.write(type, 156);
    head.write('ustar\u000000', 257, 'latin1');
    const sum = head.reduce((all, byte) => all + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(head, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512));
  };
  add('set/', new Uint8Array(0), '5');
  for (const [name, content] of Object.entries(files)) add(name, content, '0');
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
