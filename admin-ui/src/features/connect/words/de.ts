import type { Words } from './words'

export const de: Words = {
  title: 'Ihr Unternehmen verbinden',
  loading: 'Wird geladen',
  language: 'Sprache',
  help: 'Hilfe',
  privacy: 'Datenschutz',
  back: 'Zurück',
  backTo: 'Zurück zu {partner}',
  tryAgain: 'Erneut versuchen',
  inThisTab: 'In diesem Tab fortfahren',
  supportCode: 'Support-Code',
  copy: 'Kopieren',
  copied: 'Kopiert',

  invitation: {
    title: 'Mit Facebook Login for Business verbinden',
    text: 'Sie müssen Ihr Unternehmen bei Meta verwalten dürfen. Sie entscheiden, welche Datensätze freigegeben werden, und können die Verbindung jederzeit beenden.',
    until: 'Ihr Link gilt bis {time}.',
    connect: 'Mit Facebook verbinden',
    preparing: 'Die Anmeldung bei Facebook wird vorbereitet …',
  },
  booking: {
    title: 'Geht es bei Ihnen um Buchungen?',
    text: 'Facebook Login for Business unterstützt Unternehmen, die Buchungen entgegennehmen, noch nicht. Sie können es trotzdem versuchen; lehnt Facebook ab, wurde nichts freigegeben, und die Plattform, die Sie eingeladen hat, sagt Ihnen, wie es weitergeht.',
  },
  briefing: {
    title: 'So läuft es ab',
    login: 'Facebook öffnet sich, in einem eigenen Fenster oder in diesem Tab. Melden Sie sich dort an.',
    pick: 'Wählen Sie das Unternehmen aus und dann die Datensätze, die Sie freigeben möchten.',
    return: 'Facebook führt Sie hierher zurück, und die Datensätze erscheinen.',
    asked: 'Was Meta abfragt, und wozu',
    other: 'für weitere Funktionen der Plattform, die Sie eingeladen hat',
  },
  permissions: {
    ads_management: 'um Anzeigen zu verwalten und Conversion-Ereignisse zu senden',
    ads_read: 'um Datensätze zu lesen und Conversion-Ereignisse zu senden',
    business_management: 'um zu erfahren, um welches Unternehmen es geht und was ihm gehört',
    catalog_management: 'um Produktkataloge zu lesen und zu verwalten',
    leads_retrieval: 'um die Leads Ihrer Lead-Anzeigen abzurufen',
    pages_read_engagement: 'um zu lesen, was auf Ihren Seiten veröffentlicht ist',
    pages_show_list: 'um zu erfahren, welche Seiten Sie haben',
  },
  phone: {
    title: 'Bitte fahren Sie an einem Computer fort',
    text: 'Meta bietet diese Anmeldung auf Smartphones und Tablets nicht an. Öffnen Sie Ihren Link in einem Browser an einem Computer. Sie können es hier versuchen; sollte Facebook es nicht zulassen, ist nichts verloren.',
    copy: 'Link kopieren',
    here: 'Auf diesem Gerät versuchen',
  },
  blocked: {
    title: 'Das Anmeldeskript von Facebook ist blockiert',
    text: 'Ein Werbeblocker, eine Datenschutzeinstellung des Browsers oder das Firmennetz verhindert, dass diese Seite es lädt. Sie können sich auch ohne anmelden: Dieser Tab geht zu Facebook und kommt zurück.',
    again: 'Noch einmal laden',
  },
  waiting: {
    title: 'Warten auf Facebook',
    text: 'Schließen Sie die Anmeldung in dem Fenster ab, das Facebook geöffnet hat. Lassen Sie diese Seite offen.',
    slow: 'Kein Fenster zu sehen?',
    slowText:
      'Vielleicht liegt es hinter diesem, oder der Browser oder eine Erweiterung hat es geschlossen, ohne dass diese Seite davon erfährt. Wenn Sie sich gerade anmelden, lassen Sie sich Zeit; sonst versuchen Sie es erneut oder fahren Sie ohne Fenster fort.',
  },
  popupBlocked: {
    title: 'Der Browser hat das Fenster von Facebook blockiert',
    text: 'Sie können sich ohne Fenster anmelden: Dieser Tab geht zu Facebook und kommt zurück. Oder erlauben Sie Pop-ups für diese Seite, und versuchen Sie es erneut.',
  },
  cancelled: {
    title: 'Nicht verbunden',
    text: 'Das Fenster von Facebook wurde geschlossen, oder die Anmeldung wurde nicht abgeschlossen. Es wurde nichts freigegeben. Falls Sie es nicht selbst geschlossen haben, war es vielleicht eine Erweiterung des Browsers; fahren Sie dann in diesem Tab fort.',
  },
  unopened: {
    title: 'Das Fenster von Facebook ließ sich nicht öffnen',
    text: 'Das Anmeldeskript ließ sich nicht starten. Sie können sich auch ohne anmelden: Dieser Tab geht zu Facebook und kommt zurück.',
  },
  leaving: {
    title: 'Weiter zu Facebook …',
    text: 'Sobald Sie sich angemeldet haben, kommt dieser Tab von selbst hierher zurück.',
  },
  returned: {
    BUSY: {
      title: 'Eine andere Anmeldung läuft noch',
      text: 'Zu dieser Einladung wird gerade eine Anmeldung bearbeitet. Sehen Sie gleich noch einmal nach.',
    },
    CODE_REFUSED: {
      title: 'Diese Anmeldung wurde schon verwendet',
      text: 'Die Antwort von Facebook gehörte bereits zu einer anderen Einladung. Hier wurde nichts verbunden. Melden Sie sich noch einmal an.',
    },
    DECLINED: {
      title: 'Sie haben bei Facebook abgelehnt',
      text: 'Die Anmeldung wurde abgebrochen, oder die Anfrage von Facebook wurde abgelehnt. Es wurde nichts freigegeben. Sie können sich jederzeit wieder anmelden.',
    },
    FAILED: {
      title: 'Facebook konnte Sie nicht anmelden',
      text: 'Facebook hat diesen Tab ohne brauchbare Antwort zurückgeschickt. Es wurde nichts freigegeben. Versuchen Sie es in ein paar Minuten erneut.',
    },
    INTERRUPTED: {
      title: 'Diese Anmeldung ließ sich nicht abschließen',
      text: 'Sie wurde in einem anderen Browser oder Tab begonnen, hat länger als zehn Minuten gedauert oder war schon abgeschlossen. Dabei wurde nichts verbunden. Melden Sie sich noch einmal an, und bleiben Sie in diesem Tab.',
    },
    other: {
      title: 'Nicht verbunden',
      text: 'Die Antwort von Facebook konnte nicht angenommen werden. Es wurde nichts verbunden. Versuchen Sie es gleich noch einmal.',
    },
  },
  exchanging: {
    title: 'Verbindung wird hergestellt …',
    text: 'Die Antwort von Facebook wird eingelöst. Das dauert einige Sekunden.',
  },
  progress: {
    title: 'Gleich geschafft …',
    text: 'Die Antwort von Facebook wird bearbeitet. Sie können diese Seite verlassen; es geht von selbst weiter.',
    running: 'läuft',
    failed: 'fehlgeschlagen',
  },
  steps: {
    RECEIVE: 'Code angenommen',
    EXCHANGE: 'Code gegen ein Token getauscht',
    IDENTIFY: 'Unternehmen erkannt',
    SYNC: 'Datensätze gelesen',
  },
  lostTrack: {
    title: 'Der Rest geht ohne diese Seite weiter',
    text: 'Die Zeit Ihres Links ist um, deshalb kann das Ergebnis hier nicht angezeigt werden. Sie können dieses Fenster schließen; die Plattform, die Sie eingeladen hat, sieht das Ergebnis.',
  },
  unanswered: {
    title: 'Keine eindeutige Antwort',
    safe: 'Sie können gefahrlos noch einmal anfragen: Nichts geschieht doppelt.',
    again: 'Noch einmal anfragen',
  },

  success: {
    title: '{name} ist verbunden',
    unnamed: 'Unternehmen {id}',
    counts: '{owned} und {shared}.',
    owned: { one: '{n} eigener Datensatz', other: '{n} eigene Datensätze' },
    shared: { one: '{n} geteilter Datensatz', other: '{n} geteilte Datensätze' },
    done: 'Das war alles: Sie können dieses Fenster schließen.',
    none: 'Es wurde kein Datensatz freigegeben. Bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen Link, verbinden Sie sich damit noch einmal, und wählen Sie mindestens einen Datensatz aus.',
    ownedList: 'Eigene',
    sharedList: 'Geteilte',
    more: { one: 'und {n} weiterer', other: 'und {n} weitere' },
  },
  grants: {
    title: 'Berechtigungen',
    permission: 'Berechtigung',
    asked: 'Erbeten',
    received: 'Erhalten',
    yes: 'Ja',
    no: 'Nein',
    yesFor: { one: 'Ja, für {n} Datensatz', other: 'Ja, für {n} Datensätze' },
    unknown: 'Unbekannt: Meta hat nichts mitgeteilt',
  },
  choice: {
    title: 'Welcher Datensatz soll gelten?',
    text: 'Es soll ein Datensatz verwendet werden, und Sie haben mehrere freigegeben. Die anderen bleiben, wie sie sind, und werden nicht verwendet.',
    choose: 'Diesen Datensatz verwenden',
    chosen: '{name} wird verwendet.',
    first: 'Das sind die ersten {n}. Fehlt Ihrer, wenden Sie sich an die Plattform, die Sie eingeladen hat.',
    failed: 'Die Auswahl wurde nicht gespeichert. Versuchen Sie es gleich noch einmal.',
  },

  failed: {
    title: 'Nicht verbunden',
    reasonless: 'Der Server hat keinen Grund genannt. Versuchen Sie es gleich noch einmal.',
  },
  ends: {
    ONBOARDING_CLOSED: {
      title: 'Dieser Link wurde schon verwendet',
      text: 'Ihr Unternehmen wurde damit verbunden; hier ist nichts mehr zu tun. Um ein weiteres zu verbinden, bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen Link.',
    },
    ONBOARDING_EXPIRED: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Es ist nichts verloren. Bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen.',
    },
    ONBOARDING_CANCELLED: {
      title: 'Diese Einladung wurde zurückgezogen',
      text: 'Die Plattform, die Sie eingeladen hat, hat sie zurückgenommen. Fragen Sie dort nach, wenn Sie das nicht erwartet haben.',
    },
    ONBOARDING_REPLACED: {
      title: 'Es gibt einen neueren Link',
      text: 'Die Plattform, die Sie eingeladen hat, hat Ihnen inzwischen einen anderen Link geschickt. Bitte verwenden Sie diesen.',
    },
    TOO_MANY_TRIES: {
      title: 'Das war ein Versuch zu viel',
      text: 'Zur Sicherheit nimmt dieser Link keine Anmeldungen mehr an. Bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen.',
    },
    MISSING: {
      title: 'Bitte öffnen Sie Ihren Link noch einmal',
      text: 'Diese Seite braucht den Link aus Ihrer Einladung und behält ihn nur, solange der Tab offen ist. Öffnen Sie den Link noch einmal.',
    },
    ORIGIN: {
      title: 'Dieser Link gehört zu einer anderen Website',
      text: 'Er funktioniert nur auf der Seite, für die er gemacht wurde. Gehen Sie zurück zu der Plattform, die Sie eingeladen hat, und beginnen Sie von dort aus.',
    },
    UNKNOWN: {
      title: 'Dieser Link kann nicht mehr verwendet werden',
      text: 'Er ist unvollständig, oder er ist hier nicht mehr bekannt. Prüfen Sie, ob Sie ihn ganz geöffnet haben, oder bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen.',
    },
  },

  unmet: {
    asking: {
      title: 'Einen Moment …',
      text: 'Dieses Fenster wartet auf die Seite, die es geöffnet hat.',
    },
    foreign: {
      title: 'Die Seite, die dieses Fenster geöffnet hat, darf Sie nicht verbinden',
      text: 'Die Einladung gilt für eine andere Website. Es wurde nichts freigegeben. Schließen Sie dieses Fenster, und gehen Sie auf die Website der Plattform, die Sie eingeladen hat.',
    },
    unasked: {
      title: 'Keine Antwort vom Server',
      text: 'Es wurde nichts freigegeben. Prüfen Sie Ihre Netzwerkverbindung, schließen Sie dieses Fenster, und klicken Sie noch einmal auf die Schaltfläche.',
    },
    alone: {
      title: 'Bitte klicken Sie noch einmal auf die Schaltfläche',
      text: 'Die Seite, die dieses Fenster geöffnet hat, ist nicht mehr da oder antwortet nicht. Schließen Sie das Fenster, kehren Sie zu der Seite zurück, und klicken Sie dort noch einmal auf die Schaltfläche.',
    },
  },

  problems: {
    CODE_INVALID: 'Meta kennt die Antwort dieser Anmeldung nicht.',
    CODE_EXPIRED: 'Die Antwort der Anmeldung kam zu spät: Meta nimmt sie etwa 30 Sekunden lang an.',
    CODE_USED: 'Die Antwort dieser Anmeldung wurde schon einmal verwendet.',
    EXTERNAL_ID_CONFLICT: 'Dieses Unternehmen ist bereits für einen anderen Kunden verbunden. Es wurde nichts geändert.',
    OTHER_BUSINESS: 'Sie haben ein anderes Unternehmen ausgewählt als das, für das dieser Link gilt. Es wurde nichts geändert.',
    EXCHANGE_OUTCOME_UNKNOWN: 'Die Antwort von Meta ging verloren; ob Meta den Zugriff erlaubt hat, ist nicht bekannt.',
    INTERRUPTED: 'Die Arbeit wurde unterbrochen, bevor sie fertig war.',
    META_UNAVAILABLE: 'Meta war nicht erreichbar oder hatte selbst eine Störung.',
    META_REFUSED: 'Meta hat die Anfrage abgelehnt.',
    THROTTLED: 'Meta ist ausgelastet und nimmt eine Zeit lang keine Anfragen mehr an.',
    POLICY_BLOCKED: 'Meta sperrt die App oder das Unternehmen wegen eines Verstoßes gegen eine Richtlinie.',
    SYNC_FAILING: 'Die Liste Ihrer Datensätze konnte nicht bis zum Ende gelesen werden.',
    PERMISSIONS_MISSING: 'Einige der erbetenen Berechtigungen fehlen.',
    ACCESS_LEVEL_TOO_LOW: 'Meta erlaubt der App der Plattform dies für Ihr Unternehmen noch nicht.',
    TWO_FACTOR_REQUIRED: 'Ihr Unternehmen verlangt bei Meta die Zwei-Faktor-Authentifizierung.',
    NO_DATASETS: 'Ihr Unternehmen ist verbunden, aber es wurde kein Datensatz freigegeben.',
    SEVERAL_DATASETS: 'Es soll ein Datensatz verwendet werden, und Sie haben mehrere freigegeben.',
    TOKEN_EXPIRING: 'Die Verbindung endet bald.',
  },
  actions: {
    failed: {
      again: 'Versuchen Sie es noch einmal.',
      CLIENT: 'Versuchen Sie es erneut und erlauben Sie alles, worum Meta bittet, oder wenden Sie sich an die Plattform, die Sie eingeladen hat.',
      PARTNER: 'Wenden Sie sich an die Plattform, die Sie eingeladen hat, und nennen Sie den Support-Code.',
      META: 'Bei Ihnen ist alles in Ordnung. Warten Sie ein paar Minuten, und versuchen Sie es dann erneut.',
      NOBODY: 'Warten Sie ein paar Minuten, und versuchen Sie es dann erneut.',
      OTHER_BUSINESS: 'Versuchen Sie es erneut und wählen Sie das Unternehmen aus, für das Sie eingeladen wurden.',
      NO_DATASETS: 'Versuchen Sie es erneut und wählen Sie mindestens einen Datensatz aus, oder wenden Sie sich an die Plattform, die Sie eingeladen hat.',
      TWO_FACTOR_REQUIRED: 'Schalten Sie bei Meta die Zwei-Faktor-Authentifizierung für Ihr Unternehmen ein, und versuchen Sie es dann erneut.',
    },
    connected: {
      CLIENT: 'Bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen Link, verbinden Sie sich damit noch einmal, und erlauben Sie alles, worum Meta bittet.',
      PARTNER: 'Wenden Sie sich an die Plattform, die Sie eingeladen hat, und nennen Sie den Support-Code.',
      META: 'Sie müssen nichts tun: Es wird von selbst noch einmal versucht. Sie können dieses Fenster schließen.',
      NOBODY: 'Sie müssen nichts tun: Es gibt sich von selbst. Sie können dieses Fenster schließen.',
      NO_DATASETS: 'Bitten Sie die Plattform, die Sie eingeladen hat, um einen neuen Link, verbinden Sie sich damit noch einmal, und wählen Sie mindestens einen Datensatz aus.',
    },
  },
  actors: {
    CLIENT: 'Das können Sie selbst lösen',
    PARTNER: 'Die Plattform, die Sie eingeladen hat, muss handeln',
    META: 'Meta muss handeln',
    NOBODY: 'Niemand muss etwas tun',
  },
  details: {
    title: 'Einzelheiten für den Support',
    problem: 'Problem',
    error: 'Fehler von Meta',
    trace: 'Trace-ID von Meta',
    next: 'Nächster Versuch {time}',
  },
  refusals: {
    BUSY: 'Zu dieser Einladung läuft gerade eine andere Anmeldung. Sehen Sie gleich noch einmal nach.',
    CODE_REFUSED: 'Meta hat die Antwort dieser Anmeldung abgelehnt, oder sie wurde schon verwendet. Versuchen Sie es noch einmal.',
    FORBIDDEN: 'Dieser Link erlaubt das nicht.',
    INTERNAL: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
    META_UNAVAILABLE: 'Meta ist im Moment nicht erreichbar. Versuchen Sie es in ein paar Minuten erneut.',
    OUTCOME_UNKNOWN: 'Die Antwort von Meta ging verloren. Versuchen Sie es noch einmal.',
    RATE_LIMITED: 'Das war zu schnell. Warten Sie ein paar Sekunden, und versuchen Sie es dann erneut.',
    TIMEOUT: 'Die Antwort hat zu lange gedauert. Versuchen Sie es gleich noch einmal.',
    UNAVAILABLE: 'Der Dienst ist im Moment nicht verfügbar. Versuchen Sie es in Kürze erneut.',
    nobody: 'Die Anfrage kam nicht durch. Prüfen Sie Ihre Netzwerkverbindung, und versuchen Sie es dann erneut.',
  },
  unloaded: 'Das konnte nicht geladen werden',
}
