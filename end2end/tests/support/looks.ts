// What a page is like for the people in front of it: readable by all, steady, right at each width.

import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Locator, type Page, expect } from '@playwright/test';

const SHOTS = fileURLToPath(new URL('../../shots/', import.meta.url));
const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
];

/** Fails if axe finds a barrier in the page as it is now. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const barriers = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.html}`),
  );
  expect(barriers, `barriers in ${page.url()}`).toEqual([]);
}

/**
 * Takes the page as it is now at three widths, light and dark, as shots/NAME-WIDTH-SCHEME.png: all of it, or, of a long
 * one, what the window shows where `from` is at its top.
 */
export async function shots(page: Page, name: string, from?: Locator): Promise<void> {
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const viewport of VIEWPORTS) {
      await page.setViewportSize(viewport);
      // What sticks to the top of the window would else stand in the middle of the picture.
      await page.evaluate(() => window.scrollTo(0, 0));
      await from?.evaluate((element) => element.scrollIntoView());
      const path = `${SHOTS}${name}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: !from, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}

/** How far the page's content has moved by itself since it was loaded, as browsers add it up (0 is a steady page). */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let total = 0;
    const add = (entries: PerformanceEntryList) => {
      for (const shift of entries as LayoutShift[]) if (!shift.hadRecentInput) total += shift.value;
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    // Entries arrive after the frame that they are about.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    add(observer.takeRecords());
    observer.disconnect();
    return total;
  });
}
