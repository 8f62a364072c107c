import { lazy } from '../common/lazy.js';
import { inLanguage, languages } from './languages.js';

/**
 * The ways in which a later prompt says that the work before it was not what was asked for. Each is bound to the beginning of
 * the prompt or to what it speaks of ("that", "it", "you"), since "no", "wrong" and "again" alone stand in any text.
 */
const patterns: readonly RegExp[] = [
  /^no+(?:pe)?(?=[,.!:;]|\s*$|\s+(?:that|this|it|you|not|i|don't|do not|stop|wait|use|the other|please)\b)/,
  /^(?:stop|wait)(?=[,.!\s]|$)/,
  /^(?:please\s+)?(?:undo|revert|roll\s?back|start over|try (?:it )?again(?=[,.!]|\s*$|\s+(?:with|but|and|using)\b))(?![\w])/,
  /^(?:actually|rather|instead)\s*,/,
  /\b(?:that|this|it)(?:'s| is| was| looks)(?: still| just| also| all)* (?:not (?:right|correct|what|working|it|quite)|wrong|incorrect|broken)\b/,
  /\b(?:that|this|it|which)(?: still| just)* (?:doesn't|didn't|does not|did not|won't) (?:work|help|compile|build|fix|change)\b/,
  /\b(?:it|that|this|tests?|build)? ?still (?:fails?|failing|broken|wrong|the same (?:error|problem)|crash(?:es)?|happens|not working)\b/,
  /\bsame (?:error|problem|issue|result) (?:again|as before)\b|\b(?:still|again) the same (?:error|problem|issue)\b/,
  /\byou (?:forgot|missed|broke|misunderstood|misread|ignored|deleted the wrong|shouldn't have|should not have|were supposed to|did not|didn't)\b/,
  /\b(?:as i (?:said|asked|told you)|i (?:meant|already told you|asked you (?:to|for|not))|not what i (?:asked|wanted|meant|said))\b/,
  /\b(?:undo|revert|put back) (?:that|this|it|your|the last|what you)\b/,
];

const allPatterns = lazy((): readonly RegExp[] => [
  ...patterns,
  ...languages.flatMap((language) => [
    inLanguage(language, language.refusals, 'beginning'),
    inLanguage(language, language.complaints, 'anywhere'),
  ]),
]);

const goAheads = lazy(() =>
  languages.map(({ goAheads: words }) => new RegExp(`^(?:${words})[\\s.!。！]*$`, 'iu')),
);

/** Only what is said first can be a correction of what was done; long prompts go on to other things. */
const headLength = 400;

/** The words by which a prompt corrects what was done before it; null: it does not. */
export function correctionIn(text: string): string | null {
  const head = text.slice(0, headLength).trim().toLowerCase().replaceAll('’', "'");
  for (const pattern of allPatterns()) {
    const words = pattern.exec(head)?.[0].trim();
    if (words) {
      return words;
    }
  }
  return null;
}

/** "yes", "go on", "thanks": it asks for nothing. */
export function isGoAhead(text: string): boolean {
  const said = text.trim().slice(0, 80);
  const english =
    /^(?:yes|yep|yeah|y|ok(?:ay)?|sure|continue|go(?: on| ahead)?|proceed|do it|please do|thanks?(?: you)?|great|perfect|nice|good|lgtm|looks good|next|[1-9a-d])(?:[\s,.!]+(?:please|continue|go on|go ahead|proceed|do it|thanks?|do that|commit|looks good))*[\s.!]*$/i.test(
      said,
    );
  return english || goAheads().some((pattern) => pattern.test(said));
}
