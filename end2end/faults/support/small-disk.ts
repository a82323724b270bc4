// A small file system of its own, made by scripts/faults, that can be filled to the last byte.

import { type FileHandle, mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';

const TABLESPACE = 'small';

/** Where it is mounted. */
export function smallDisk(): string {
  const path = process.env.GATEHOUSE_SMALL_DISK;
  if (!path) throw new Error('GATEHOUSE_SMALL_DISK is not set: run scripts/faults');
  return path;
}

/** Has a Postgres keep databases there; says by what name. */
export async function tablespace(cluster: Cluster): Promise<string> {
  const folder = join(smallDisk(), 'postgres');
  await mkdir(folder, { recursive: true });
  await cluster.own(folder);
  await cluster.execute(`CREATE TABLESPACE ${TABLESPACE} LOCATION '${folder}'`);
  return TABLESPACE;
}

/** Leaves nothing free until `during` is over. */
export async function full(during: () => Promise<void>): Promise<void> {
  const path = join(smallDisk(), 'filling');
  const file = await open(path, 'w');
  try {
    const { bsize } = await statfs(path);
    while (await takes(file, Buffer.alloc(bsize)));
    await during();
  } finally {
    await file.close();
    await rm(path);
  }
}

/** Whether there was room for one block more. */
async function takes(file: FileHandle, block: Buffer): Promise<boolean> {
  try {
    await file.appendFile(block);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
