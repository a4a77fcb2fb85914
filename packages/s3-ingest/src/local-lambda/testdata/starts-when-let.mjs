// Ready as soon as the file is there that LET names.
import { existsSync } from 'node:fs';

while (!existsSync(process.env.LET)) await new Promise((resolve) => setTimeout(resolve, 20));

export const handler = () => ({ ready: true });
