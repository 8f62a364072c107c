import type { SessionCategory } from '../common/insights.js';

/**
 * How prompts ask for work and correct it, in languages besides English. Words are expressions over small letters; where a
 * language parts words by spaces they stand at the beginnings and ends of words, else anywhere.
 */
export interface PromptLanguage {
  /** Its tag, for tests and people. */
  id: string;
  spaced: boolean;
  /** At the beginning of a prompt: "no, …", "stop", "undo that". */
  refusals: string;
  /** Anywhere in its head: "that is wrong", "still does not work", "you forgot". */
  complaints: string;
  /** The whole prompt: "yes", "go on". */
  goAheads: string;
  /** Verbs that ask for the work, and words that only name it. */
  asks: Readonly<Partial<Record<SessionCategory, string>>>;
  names: Readonly<Partial<Record<SessionCategory, string>>>;
}

export const languages: readonly PromptLanguage[] = [
  {
    id: 'de',
    spaced: true,
    refusals:
      'nein(?=[,.!:;]|\\s*$|\\s+(?:das|nicht|so|ich|du|bitte))|nee(?=[,.!]|\\s*$)|(?:stopp?|halt|moment(?: mal)?)(?=[,!]|\\s*$)|mach (?:das|es) rückgängig|(?:bitte )?rückgängig',
    complaints:
      '(?:das|es) (?:ist|war)(?: immer noch| noch)? (?:falsch|nicht richtig|kaputt|nicht das)|(?:das|es) (?:geht|funktioniert|klappt)(?: so| immer noch| noch)* nicht|immer noch (?:falsch|kaputt|der gleiche fehler|derselbe fehler)|du hast [^.!?\\n]{0,40}?(?:vergessen|übersehen|falsch verstanden|kaputt gemacht)|nicht das,? was ich|wie (?:ich )?(?:schon )?gesagt|ich (?:meinte|sagte doch)',
    goAheads: 'ja|jo|ok(?:ay)?|weiter|mach weiter|passt|gut|super|danke|bitte weiter|einverstanden',
    asks: {
      'bug-fix': 'behebe?n?|beheb|repariere?n?|korrigiere?n?|debugge?',
      testing: '(?:schreibe?|ergänze?|füge?)(?: \\S+){0,4}? tests?',
      docs: '(?:schreibe?|ergänze?|aktualisiere?)(?: \\S+){0,4}? (?:doku(?:mentation)?|readme|kommentare?)|dokumentiere?n?',
      refactor:
        'refaktoriere?n?|räume?(?: \\S+){0,4}? auf|vereinfache?n?|umbenennen|benenne?(?: \\S+){0,6}? um',
      investigation:
        'erkläre?|untersuche?n?|analysiere?n?|warum|wieso|wie funktioniert|was (?:ist|macht|bedeutet)|finde heraus',
      feature: 'füge?|implementiere?n?|erstelle?n?|baue?n?|ergänze?n?|entwickle?n?',
    },
    names: { 'bug-fix': 'fehler|absturz|kaputt|funktioniert nicht|geht nicht', docs: 'doku(?:mentation)?' },
  },
  {
    id: 'fr',
    spaced: true,
    refusals:
      "non(?=[,.!:;]|\\s*$|\\s+(?:ce|c'est|pas|je|tu|utilise))|stop|arrête|attends|annule (?:ça|cela|tout|tes|la dernière|le dernier)|reviens en arrière",
    complaints:
      "c(?:e n)?'est (?:toujours |encore )?(?:faux|cassé|incorrect|pas (?:ça|bon|correct|juste|ce que))|(?:ça|cela) ne (?:marche|fonctionne|compile) (?:toujours )?pas|toujours (?:la même erreur|le même problème|cassé)|tu as (?:oublié|cassé|mal compris|ignoré)|comme je (?:l'ai )?(?:disais|dit)|ce n'est pas ce que",
    goAheads: "oui|ok|d'accord|continue|vas-y|merci|parfait|super|bien",
    asks: {
      'bug-fix': 'corrige[rz]?|répare[rz]?|résou(?:s|dre)|débogue[rz]?',
      testing: '(?:écris|ajoute|crée)(?: \\S+){0,4}? tests?',
      docs: '(?:écris|ajoute|mets à jour)(?: \\S+){0,4}? (?:documentation|readme|commentaires?)|documente[rz]?',
      refactor: 'refactorise[rz]?|nettoie|simplifie[rz]?|renomme[rz]?|restructure[rz]?',
      investigation:
        "explique[rz]?|analyse[rz]?|pourquoi|comment (?:fonctionne|marche)|qu'est-ce que|examine[rz]?",
      feature: 'ajoute[rz]?|implémente[rz]?|crée[rz]?|développe[rz]?|construis',
    },
    names: { 'bug-fix': 'erreur|bogue|plante|ne marche pas|ne fonctionne pas' },
  },
  {
    id: 'es',
    spaced: true,
    refusals:
      'no(?=[,.!:;]|\\s*$|\\s+(?:eso|así|es|quiero|uses))|para(?=[,.!]|\\s*$)|detente|espera|deshaz|revierte',
    complaints:
      '(?:eso|esto) (?:no )?(?:está|es) (?:mal|incorrecto|roto|correcto|lo que)|(?:eso |esto )?(?:todavía |aún |sigue )?no funciona|sigue (?:fallando|igual|roto)|el mismo error|(?:te )?(?:olvidaste|has olvidado|rompiste|entendiste mal)|como (?:ya )?(?:te )?dije|no es lo que',
    goAheads: 'sí|si|vale|ok|continúa|sigue|adelante|gracias|perfecto|bien',
    asks: {
      'bug-fix': 'arregla(?:r)?|corrige|corregir|repara(?:r)?|depura(?:r)?',
      testing: '(?:escribe|añade|agrega|crea)(?: \\S+){0,4}? (?:tests?|pruebas?)',
      docs: '(?:escribe|añade|actualiza)(?: \\S+){0,4}? (?:documentación|readme|comentarios?)|documenta(?:r)?',
      refactor: 'refactoriza(?:r)?|limpia(?:r)?|simplifica(?:r)?|renombra(?:r)?|reestructura(?:r)?',
      investigation:
        'explica(?:me|r)?|analiza(?:r)?|investiga(?:r)?|por qué|cómo funciona|qué (?:es|hace|significa)',
      feature: 'añade|añadir|agrega(?:r)?|implementa(?:r)?|crea(?:r)?|desarrolla(?:r)?',
    },
    names: { 'bug-fix': 'error(?:es)?|fallo|no funciona|se cae' },
  },
  {
    id: 'ja',
    spaced: false,
    refusals:
      'いいえ|いや[、,]|違う(?=[。、!！よ]|\\s*$)|違います|ちがう(?=[。、!！よ]|\\s*$)|待って|ストップ|やめて|元に戻して|取り消して',
    complaints:
      'まだ(?:動か|直って|失敗|エラー|同じ)|(?:動き|動作し)ません|動かない|間違って(?:い|る)|そうではな|じゃなく|ではなくて|同じエラー|忘れて(?:い|る)|言った(?:よう|通り|とおり)|壊れて',
    goAheads:
      'はい|ok|お願いします|続けて(?:ください)?|進めて(?:ください)?|ありがとう(?:ございます)?|了解(?:です)?|いいね',
    asks: {
      'bug-fix': '(?:修正|直)(?:して|し|す|せ)|バグを',
      testing: 'テストを(?:書|追加|作)',
      docs: '(?:ドキュメント|readme|コメント)を(?:書|更新|追加|作)',
      refactor: 'リファクタ|整理して|名前を変更|リネーム|簡潔に',
      investigation: '説明して|調べて|調査|分析|なぜ|どうして|どのように|教えて',
      feature: '(?:追加|実装|作成|開発)(?:して|し|す|を)|作って',
    },
    names: { 'bug-fix': 'バグ|エラー|動かない|クラッシュ|不具合', testing: 'テスト', docs: 'ドキュメント' },
  },
  {
    id: 'zh',
    spaced: false,
    refusals: '不[,，。!！]|不对|不是这样|不行|停(?:下|止)?[,，。!！]?|等等|等一下|撤销|回滚|恢复原样',
    complaints:
      '还是(?:不行|不对|错|失败|报错|一样)|仍然(?:不|失败|报错|有)|(?:不能|没法|无法)(?:用|工作|运行|编译)|同样的错误|你(?:忘|漏|误解|弄错|搞错|改错)|我(?:说的是|说过|要的不是)|不是我(?:想要|要|想)的|这是错的',
    goAheads: '是的?|好的?|可以|继续|谢谢|没问题|对|行|ok',
    asks: {
      'bug-fix': '修复|修正|修一下|调试|解决',
      testing: '(?:写|添加|增加|补)(?:[^，。\\n]{0,6})测试',
      docs: '(?:写|更新|添加|补充)(?:[^，。\\n]{0,6})(?:文档|readme|注释)',
      refactor: '重构|清理|简化|重命名|整理',
      investigation: '解释|说明|分析|调查|研究|为什么|怎么|如何|是什么',
      feature: '添加|增加|实现|创建|新增|开发|支持',
    },
    names: { 'bug-fix': '错误|崩溃|报错|缺陷|不工作', testing: '测试', docs: '文档' },
  },
];

/** An expression of a language, at the beginnings and ends of words where it has them. */
export function inLanguage({ spaced }: PromptLanguage, words: string, at: 'beginning' | 'anywhere'): RegExp {
  const [before, after] = spaced ? ['(?<![\\p{L}\\p{N}_])', '(?![\\p{L}\\p{N}_])'] : ['', ''];
  return new RegExp(`${at === 'beginning' ? '^' : before}(?:${words})${after}`, 'iu');
}
