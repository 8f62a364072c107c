import { oneLine } from '../common/plainText.js';

/**
 * Session content is written by models, tools and web pages. These make it fit for the places of the editor that give
 * meaning to some of their characters.
 */

/** One line for labels in which `$(name)` is an icon: quick picks and the status bar. */
export function withoutIcons(text: string): string {
  return oneLine(text, 300).replaceAll('$(', '\\$(');
}

/** For notifications, which turn `[label](command:…)` into a link that runs a command. */
export function forNotification(text: string, max = 400): string {
  return oneLine(text, max).replaceAll('](', '] (');
}
