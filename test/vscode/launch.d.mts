import type { Browser, BrowserContext } from 'playwright-core';

export function startBrowser(): Promise<{ browser: Browser; context: BrowserContext }>;
