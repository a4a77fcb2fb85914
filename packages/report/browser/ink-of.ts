import type { Page } from 'playwright-core';

/** Pixels of each chart on a page that have a colour of their own, as lines have and grids have not. */
export function inkOf(page: Page): Promise<number[]> {
  return page.$$eval('.plot canvas', (canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      let ink = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
        if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) ink++;
      }
      return ink;
    }),
  );
}
