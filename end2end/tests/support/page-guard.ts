// Nothing may go wrong unnoticed in the browser: every error and warning of a page counts against the test.

import type { BrowserContext, ConsoleMessage } from '@playwright/test';

export class PageGuard {
  #problems: string[] = [];
  #expected: RegExp[] = [];

  /** Watches every page of `context`. A context that a test makes itself is to be given to this first. */
  async watch(context: BrowserContext): Promise<void> {
    context.on('console', (message) => this.#note(message));
    context.on('weberror', (thrown) => {
      this.#problems.push(`page error: ${thrown.error().stack ?? thrown.error().message}`);
    });
    await context.exposeFunction('reportViolationToTest', (violation: string) => {
      this.#problems.push(`content security policy: ${violation}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { reportViolationToTest(violation: string): void }).reportViolationToTest;
        report(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** What this test brings about on purpose, such as the browser's own line about an answer with status 422. */
  expect(message: RegExp): void {
    this.#expected.push(message);
  }

  /** All that went wrong so far and was not expected. */
  problems(): string[] {
    return this.#problems.filter((problem) => !this.#expected.some((message) => message.test(problem)));
  }

  #note(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const { url, lineNumber } = message.location();
    this.#problems.push(`console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
  }
}
