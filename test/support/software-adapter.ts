import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/**
 * Points Dawn at SwiftShader, a Vulkan driver in software, from the package @sparticuz/chromium. Answers false where the package or
 * the platform is another.
 */
export function useSoftwareAdapter(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const folder = swiftShader();
  if (folder === undefined) return false;
  const driver = join(folder, 'vk_swiftshader_icd.json');
  process.env.VK_ICD_FILENAMES = driver;
  process.env.VK_DRIVER_FILES = driver;
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  const keepLoaded = 0x1000;
  try {
    // Not an addon, which Node says; but loaded it is, so that Dawn finds it by its name.
    process.dlopen(
      { exports: {} },
      join(folder, 'libvulkan.so.1'),
      constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL | keepLoaded,
    );
  } catch (error) {
    if (!String(error).includes('did not self-register')) throw error;
  }
  return true;
}

function swiftShader(): string | undefined {
  const require = createRequire(import.meta.url);
  let packed: string;
  try {
    packed = join(dirname(require.resolve('@sparticuz/chromium')), '../../bin/swiftshader.tar.br');
  } catch {
    return undefined;
  }
  const folder = join(tmpdir(), 'heterograph-swiftshader');
  if (existsSync(folder)) return folder;
  const partial = `${folder}-${process.pid}`;
  mkdirSync(partial);
  execFileSync('tar', ['x', '-C', partial], { input: brotliDecompressSync(readFileSync(packed)) });
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process was first.
    rmSync(partial, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
