import type { CapiConnectLanguage } from './capi-connect'

/** All that the element itself says. */
interface Words {
  button: string
  waiting: string
  elsewhere: string
  connected: string
  cancelled: string
  blocked: string
  inTab: string
  problem: string
  /** In front of the support code. */
  support: string
}

const words: Record<CapiConnectLanguage, Words> = {
  en: {
    button: 'Connect with Facebook',
    waiting: 'Go on in the window that has opened.',
    elsewhere: 'Go on in the window with Facebook. If you have closed it, press the button again.',
    connected: 'Connected.',
    cancelled: 'Not connected: the window was closed.',
    blocked: 'The browser blocked the window.',
    inTab: 'Continue in this tab',
    problem: 'Not connected.',
    support: 'Support code',
  },
  de: {
    button: 'Mit Facebook verbinden',
    waiting: 'Weiter geht es im geöffneten Fenster.',
    elsewhere: 'Weiter geht es im Fenster mit Facebook. Ist es geschlossen, klicken Sie noch einmal auf die Schaltfläche.',
    connected: 'Verbunden.',
    cancelled: 'Nicht verbunden: Das Fenster wurde geschlossen.',
    blocked: 'Der Browser hat das Fenster blockiert.',
    inTab: 'In diesem Tab fortfahren',
    problem: 'Nicht verbunden.',
    support: 'Support-Code',
  },
  es: {
    button: 'Conectar con Facebook',
    waiting: 'Continúe en la ventana que se ha abierto.',
    elsewhere: 'Continúe en la ventana de Facebook. Si la ha cerrado, vuelva a pulsar el botón.',
    connected: 'Conectado.',
    cancelled: 'Sin conectar: se cerró la ventana.',
    blocked: 'El navegador bloqueó la ventana.',
    inTab: 'Continuar en esta pestaña',
    problem: 'Sin conectar.',
    support: 'Código de soporte',
  },
  fr: {
    button: 'Se connecter avec Facebook',
    waiting: 'Continuez dans la fenêtre qui vient de s’ouvrir.',
    elsewhere: 'Continuez dans la fenêtre de Facebook. Si vous l’avez fermée, appuyez de nouveau sur le bouton.',
    connected: 'Connecté.',
    cancelled: 'Non connecté : la fenêtre a été fermée.',
    blocked: 'Le navigateur a bloqué la fenêtre.',
    inTab: 'Continuer dans cet onglet',
    problem: 'Non connecté.',
    support: 'Code d’assistance',
  },
  pt: {
    button: 'Conectar com o Facebook',
    waiting: 'Continue na janela que se abriu.',
    elsewhere: 'Continue na janela do Facebook. Se a fechou, pressione o botão novamente.',
    connected: 'Conectado.',
    cancelled: 'Não conectado: a janela foi fechada.',
    blocked: 'O navegador bloqueou a janela.',
    inTab: 'Continuar nesta aba',
    problem: 'Não conectado.',
    support: 'Código de suporte',
  },
  ja: {
    button: 'Facebookで接続',
    waiting: '開いたウィンドウで続けてください。',
    elsewhere: 'Facebookのウィンドウで続けてください。閉じた場合は、もう一度ボタンを押してください。',
    connected: '接続しました。',
    cancelled: '接続されていません：ウィンドウが閉じられました。',
    blocked: 'ブラウザーがウィンドウをブロックしました。',
    inTab: 'このタブで続ける',
    problem: '接続されていません。',
    support: 'サポートコード',
  },
}

/** What a status says. */
export type Saying = Exclude<keyof Words, 'button' | 'inTab' | 'support'>

/** The words in a language such as `de` or `pt-BR`, and which language that is. */
export function wordsIn(tag: string): [CapiConnectLanguage, Words] {
  const language = tag.slice(0, 2).toLowerCase()
  const spoken = Object.hasOwn(words, language) ? (language as CapiConnectLanguage) : 'en'
  return [spoken, words[spoken]]
}
