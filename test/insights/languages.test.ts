import assert from 'node:assert/strict';
import type { SessionCategory } from '../../src/common/insights.js';
import { correctionIn, isGoAhead } from '../../src/insights/corrections.js';
import { languages } from '../../src/insights/languages.js';
import { promptWords } from '../../src/insights/promptWords.js';

interface Said {
  corrects: readonly string[];
  /** Prompts with words alike that correct nothing. */
  goesOn: readonly string[];
  agrees: readonly string[];
  asks: Readonly<Record<Exclude<SessionCategory, 'other'>, string>>;
}

const said: Readonly<Record<string, Said>> = {
  de: {
    corrects: [
      'Nein, nimm die andere Funktion',
      'Das ist immer noch falsch',
      'Du hast die Tests vergessen',
      'Das funktioniert so nicht',
    ],
    goesOn: [
      'Neinstimmen zählen und anzeigen',
      'Füge eine Seite für Fehler hinzu',
      'Haltestellen auf der Karte zeigen',
      'Moment.js durch Temporal ersetzen',
    ],
    agrees: ['ja', 'weiter', 'Danke!'],
    asks: {
      'bug-fix': 'Behebe den Absturz beim Start',
      feature: 'Füge einen dunklen Modus hinzu',
      refactor: 'Vereinfache die Klasse',
      investigation: 'Warum ist der Build langsam?',
      testing: 'Schreibe Tests für den Parser',
      docs: 'Aktualisiere die Dokumentation',
    },
  },
  fr: {
    corrects: [
      "Non, utilise l'autre fonction",
      'Ça ne marche toujours pas',
      'Tu as oublié les tests',
      "Ce n'est pas ce que je voulais",
    ],
    goesOn: ['Ajoute une page pour les erreurs', 'Nonante pages à traduire'],
    agrees: ['oui', 'continue', 'merci !'],
    asks: {
      'bug-fix': 'Corrige la connexion',
      feature: 'Ajoute un mode sombre',
      refactor: 'Renomme la classe',
      investigation: 'Explique ce module',
      testing: 'Écris des tests pour le parseur',
      docs: 'Mets à jour la documentation',
    },
  },
  es: {
    corrects: ['No, usa la otra función', 'Sigue fallando', 'Olvidaste los tests', 'Eso no es lo que pedí'],
    goesOn: ['Normaliza los datos', 'Para cada usuario, muestra su página', 'Añade una página de errores'],
    agrees: ['sí', 'continúa', 'gracias'],
    asks: {
      'bug-fix': 'Arregla el inicio de sesión',
      feature: 'Añade un modo oscuro',
      refactor: 'Simplifica la clase',
      investigation: 'Explica este módulo',
      testing: 'Escribe pruebas para el parser',
      docs: 'Actualiza la documentación',
    },
  },
  ja: {
    corrects: ['違います、別の関数を使って', 'まだ動かないです', '同じエラーが出ます', '元に戻してください'],
    goesOn: ['ダークモードを追加してください', '違反の一覧を表示して', '違う色にして'],
    agrees: ['はい', '続けてください', 'お願いします'],
    asks: {
      'bug-fix': 'ログインの不具合を修正して',
      feature: 'ダークモードを追加して',
      refactor: 'このクラスをリファクタリングして',
      investigation: 'この処理を説明して',
      testing: 'パーサーのテストを書いて',
      docs: 'ドキュメントを更新して',
    },
  },
  zh: {
    corrects: ['不对，用另一个函数', '还是报错', '你忘了测试', '这不是我想要的'],
    goesOn: ['添加深色模式', '不同语言的翻译放在一个文件里'],
    agrees: ['好的', '继续', '可以'],
    asks: {
      'bug-fix': '修复登录',
      feature: '添加深色模式',
      refactor: '重构这个类',
      investigation: '解释这个模块',
      testing: '给解析器写一些测试',
      docs: '更新文档',
    },
  },
};

describe('what is said to agents', () => {
  for (const { id } of languages) {
    describe(`in ${id}`, () => {
      const { corrects, goesOn, agrees, asks } = said[id]!;
      for (const text of corrects) {
        it(`corrects: ${text}`, () => assert.notEqual(correctionIn(text), null));
      }
      for (const text of goesOn) {
        it(`does not correct: ${text}`, () => assert.equal(correctionIn(text), null));
      }
      for (const text of agrees) {
        it(`agrees: ${text}`, () => assert.ok(isGoAhead(text)));
      }
      for (const [category, text] of Object.entries(asks)) {
        it(`asks for ${category}: ${text}`, () => assert.equal(promptWords(text)?.category, category));
      }
    });
  }
});
