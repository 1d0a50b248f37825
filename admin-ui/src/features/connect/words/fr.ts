import type { Words } from './words'

export const fr: Words = {
  title: 'Connecter votre entreprise',
  loading: 'Chargement',
  language: 'Langue',
  help: 'Aide',
  privacy: 'Confidentialité',
  back: 'Retour',
  backTo: 'Retour à {partner}',
  tryAgain: 'Réessayer',
  inThisTab: 'Continuer dans cet onglet',
  supportCode: 'Code d’assistance',
  copy: 'Copier',
  copied: 'Copié',

  invitation: {
    title: 'Se connecter avec Facebook Login for Business',
    text: 'Vous devez pouvoir administrer votre entreprise chez Meta. Vous décidez des ensembles de données à partager et pouvez mettre fin à la connexion à tout moment.',
    until: 'Votre lien est valable jusqu’au {time}.',
    connect: 'Se connecter avec Facebook',
    preparing: 'Préparation de la connexion à Facebook…',
  },
  booking: {
    title: 'Votre activité porte-t-elle sur les réservations ?',
    text: 'Facebook Login for Business ne prend pas encore en charge les entreprises qui gèrent des réservations. Vous pouvez essayer malgré tout ; si Facebook refuse, rien n’aura été partagé, et la plateforme qui vous a invité vous dira comment continuer.',
  },
  briefing: {
    title: 'Comment cela se passe',
    login: 'Facebook s’ouvre, dans sa propre fenêtre ou dans cet onglet. Connectez-vous-y.',
    pick: 'Choisissez l’entreprise, puis les ensembles de données à partager.',
    return: 'Facebook vous ramène ici, et les ensembles de données apparaissent.',
    asked: 'Ce que Meta demandera, et pourquoi',
    other: 'pour d’autres fonctions de la plateforme qui vous a invité',
  },
  permissions: {
    ads_management: 'pour gérer les publicités et envoyer des évènements de conversion',
    ads_read: 'pour lire les ensembles de données et envoyer des évènements de conversion',
    business_management: 'pour savoir de quelle entreprise il s’agit et ce qu’elle possède',
    catalog_management: 'pour lire et gérer les catalogues de produits',
    leads_retrieval: 'pour récupérer les prospects de vos publicités à formulaire',
    pages_read_engagement: 'pour lire ce qui est publié sur vos pages',
    pages_show_list: 'pour savoir quelles pages vous avez',
  },
  phone: {
    title: 'Veuillez continuer sur un ordinateur',
    text: 'Meta ne propose pas cette connexion sur les téléphones et les tablettes. Ouvrez votre lien dans le navigateur d’un ordinateur. Vous pouvez essayer ici ; si Facebook indique que cela ne fonctionne pas, rien n’est perdu.',
    copy: 'Copier votre lien',
    here: 'Essayer sur cet appareil',
  },
  blocked: {
    title: 'Le script de connexion de Facebook est bloqué',
    text: 'Un bloqueur de publicités, un réglage de confidentialité du navigateur ou le réseau de votre entreprise empêche cette page de le charger. Vous pouvez vous connecter sans lui : cet onglet va chez Facebook, puis revient.',
    again: 'Le charger de nouveau',
  },
  waiting: {
    title: 'En attente de Facebook',
    text: 'Terminez la connexion dans la fenêtre ouverte par Facebook. Laissez cette page ouverte.',
    slow: 'Aucune fenêtre visible ?',
    slowText:
      'Elle est peut-être cachée derrière celle-ci, ou le navigateur ou une extension l’a fermée sans que cette page le sache. Si vous êtes en train de vous connecter, prenez votre temps ; sinon, réessayez ou continuez sans fenêtre.',
  },
  popupBlocked: {
    title: 'Le navigateur a bloqué la fenêtre de Facebook',
    text: 'Vous pouvez vous connecter sans fenêtre : cet onglet va chez Facebook, puis revient. Ou autorisez les fenêtres contextuelles pour cette page, et réessayez.',
  },
  cancelled: {
    title: 'Non connectée',
    text: 'La fenêtre de Facebook a été fermée, ou la connexion n’a pas été terminée. Rien n’a été partagé. Si vous ne l’avez pas fermée, c’est peut-être une extension du navigateur ; continuez alors dans cet onglet.',
  },
  unopened: {
    title: 'La fenêtre de Facebook n’a pas pu s’ouvrir',
    text: 'Le script de connexion a refusé de démarrer. Vous pouvez vous connecter sans lui : cet onglet va chez Facebook, puis revient.',
  },
  leaving: {
    title: 'Direction Facebook…',
    text: 'Cet onglet revient ici de lui-même dès que vous vous serez connecté.',
  },
  returned: {
    BUSY: {
      title: 'Une autre connexion est en cours',
      text: 'Une connexion de cette invitation est en train d’être traitée. Revenez voir dans un instant.',
    },
    CODE_REFUSED: {
      title: 'Cette connexion a déjà servi',
      text: 'La réponse de Facebook appartenait déjà à une autre invitation. Rien n’a été connecté ici. Connectez-vous encore une fois.',
    },
    DECLINED: {
      title: 'Vous avez refusé chez Facebook',
      text: 'La connexion a été annulée, ou ce que Facebook demandait a été refusé. Rien n’a été partagé. Vous pouvez vous reconnecter à tout moment.',
    },
    FAILED: {
      title: 'Facebook n’a pas pu vous connecter',
      text: 'Facebook a renvoyé cet onglet sans réponse utilisable. Rien n’a été partagé. Réessayez dans quelques minutes.',
    },
    INTERRUPTED: {
      title: 'Cette connexion n’a pas pu être terminée',
      text: 'Elle a commencé dans un autre navigateur ou un autre onglet, a duré plus de dix minutes, ou était déjà terminée. Elle n’a rien connecté. Connectez-vous encore une fois, et restez dans cet onglet.',
    },
    other: {
      title: 'Non connectée',
      text: 'La réponse de Facebook n’a pas pu être acceptée. Rien n’a été connecté. Réessayez dans un instant.',
    },
  },
  exchanging: {
    title: 'Connexion en cours…',
    text: 'La réponse de Facebook est en train d’être échangée. Cela prend quelques secondes.',
  },
  progress: {
    title: 'Presque terminé…',
    text: 'La réponse de Facebook est en cours de traitement. Vous pouvez quitter cette page ; le travail continue.',
    running: 'en cours',
    failed: 'en échec',
  },
  steps: {
    RECEIVE: 'Code reçu',
    EXCHANGE: 'Code échangé contre un jeton',
    IDENTIFY: 'Entreprise identifiée',
    SYNC: 'Ensembles de données lus',
  },
  lostTrack: {
    title: 'La suite se fait sans cette page',
    text: 'Votre lien est arrivé à son terme ; le résultat ne peut donc pas s’afficher ici. Vous pouvez fermer cette fenêtre ; la plateforme qui vous a invité voit le résultat.',
  },
  unanswered: {
    title: 'Pas de réponse claire',
    safe: 'Vous pouvez redemander sans risque : rien n’est fait deux fois.',
    again: 'Redemander',
  },

  success: {
    title: '{name} est connectée',
    unnamed: 'L’entreprise {id}',
    counts: '{owned} et {shared}.',
    owned: { one: '{n} ensemble de données lui appartenant', other: '{n} ensembles de données lui appartenant' },
    shared: { one: '{n} ensemble de données partagé avec elle', other: '{n} ensembles de données partagés avec elle' },
    done: 'C’est tout : vous pouvez fermer cette fenêtre.',
    none: 'Aucun ensemble de données n’a été partagé. Demandez un nouveau lien à la plateforme qui vous a invité, puis reconnectez-vous et choisissez-en au moins un.',
    ownedList: 'Lui appartenant',
    sharedList: 'Partagés avec elle',
    more: { one: 'et {n} autre', other: 'et {n} autres' },
  },
  grants: {
    title: 'Autorisations',
    permission: 'Autorisation',
    asked: 'Demandée',
    received: 'Reçue',
    yes: 'Oui',
    no: 'Non',
    yesFor: { one: 'Oui, pour {n} ensemble de données', other: 'Oui, pour {n} ensembles de données' },
    unknown: 'Inconnu : Meta ne l’a pas dit',
  },
  choice: {
    title: 'Quel ensemble de données doit compter ?',
    text: 'Un seul ensemble de données doit être utilisé, et vous en avez partagé plusieurs. Les autres restent comme ils sont et ne sont pas utilisés.',
    choose: 'Utiliser cet ensemble de données',
    chosen: '{name} est utilisé.',
    first: 'Voici les {n} premiers. S’il manque le vôtre, prévenez la plateforme qui vous a invité.',
    failed: 'Le choix n’a pas été enregistré. Réessayez dans un instant.',
  },

  failed: {
    title: 'Non connectée',
    reasonless: 'Le serveur n’a pas donné de raison. Réessayez dans un instant.',
  },
  ends: {
    ONBOARDING_CLOSED: {
      title: 'Ce lien a déjà servi',
      text: 'Votre entreprise a été connectée grâce à lui ; il n’y a plus rien à faire ici. Pour en connecter une autre, demandez un nouveau lien à la plateforme qui vous a invité.',
    },
    ONBOARDING_EXPIRED: {
      title: 'Ce lien a expiré',
      text: 'Rien n’est perdu. Demandez-en un nouveau à la plateforme qui vous a invité.',
    },
    ONBOARDING_CANCELLED: {
      title: 'Cette invitation a été retirée',
      text: 'La plateforme qui vous a invité l’a annulée. Renseignez-vous auprès d’elle si vous ne vous y attendiez pas.',
    },
    ONBOARDING_REPLACED: {
      title: 'Il existe un lien plus récent',
      text: 'La plateforme qui vous a invité vous a envoyé un autre lien depuis. Veuillez utiliser celui-là.',
    },
    TOO_MANY_TRIES: {
      title: 'C’était un essai de trop',
      text: 'Par sécurité, ce lien n’accepte plus de connexions. Demandez-en un nouveau à la plateforme qui vous a invité.',
    },
    MISSING: {
      title: 'Veuillez rouvrir votre lien',
      text: 'Cette page a besoin du lien de votre invitation, et ne le garde que tant que l’onglet est ouvert. Ouvrez le lien encore une fois.',
    },
    ORIGIN: {
      title: 'Ce lien appartient à un autre site',
      text: 'Il ne fonctionne que sur la page pour laquelle il a été créé. Retournez à la plateforme qui vous a invité, et commencez de là.',
    },
    UNKNOWN: {
      title: 'Ce lien ne peut plus être utilisé',
      text: 'Il est incomplet, ou il n’est plus connu ici. Vérifiez que vous l’avez ouvert en entier, ou demandez-en un nouveau à la plateforme qui vous a invité.',
    },
  },

  unmet: {
    asking: {
      title: 'Un instant…',
      text: 'Cette fenêtre attend la page qui l’a ouverte.',
    },
    foreign: {
      title: 'La page qui a ouvert cette fenêtre ne peut pas vous connecter',
      text: 'L’invitation est pour un autre site. Rien n’a été partagé. Fermez cette fenêtre, et rendez-vous sur le site de la plateforme qui vous a invité.',
    },
    unasked: {
      title: 'Le serveur ne répond pas',
      text: 'Rien n’a été partagé. Vérifiez votre connexion au réseau, fermez cette fenêtre, et appuyez de nouveau sur le bouton.',
    },
    alone: {
      title: 'Veuillez appuyer de nouveau sur le bouton',
      text: 'La page qui a ouvert cette fenêtre n’est plus là, ou ne répond pas. Fermez la fenêtre, retournez à cette page, et appuyez encore une fois sur son bouton.',
    },
  },

  problems: {
    CODE_INVALID: 'Meta ne reconnaît pas la réponse de cette connexion.',
    CODE_EXPIRED: 'La réponse de la connexion est arrivée trop tard : Meta l’accepte pendant 30 secondes environ.',
    CODE_USED: 'La réponse de cette connexion avait déjà servi.',
    EXTERNAL_ID_CONFLICT: 'Cette entreprise est déjà connectée pour un autre client. Rien n’a été modifié.',
    OTHER_BUSINESS: 'Vous avez choisi une autre entreprise que celle à laquelle ce lien est destiné. Rien n’a été modifié.',
    EXCHANGE_OUTCOME_UNKNOWN: 'La réponse de Meta s’est perdue ; on ne sait donc pas si Meta a accordé l’accès.',
    INTERRUPTED: 'Le travail a été interrompu avant la fin.',
    META_UNAVAILABLE: 'Meta n’a pas pu être joint, ou avait un problème de son côté.',
    META_REFUSED: 'Meta a refusé la demande.',
    THROTTLED: 'Meta est surchargé et n’accepte plus de demandes pendant un moment.',
    POLICY_BLOCKED: 'Meta bloque l’application ou l’entreprise pour non-respect d’une règle.',
    SYNC_FAILING: 'La liste de vos ensembles de données n’a pas pu être lue jusqu’au bout.',
    PERMISSIONS_MISSING: 'Il manque certaines des autorisations demandées.',
    ACCESS_LEVEL_TOO_LOW: 'Meta ne permet pas encore cela à l’application de la plateforme pour votre entreprise.',
    TWO_FACTOR_REQUIRED: 'Votre entreprise exige l’authentification à deux facteurs chez Meta.',
    NO_DATASETS: 'Votre entreprise est connectée, mais aucun ensemble de données n’a été partagé.',
    SEVERAL_DATASETS: 'Un seul ensemble de données doit être utilisé, et vous en avez partagé plusieurs.',
    TOKEN_EXPIRING: 'La connexion prend bientôt fin.',
  },
  actions: {
    failed: {
      again: 'Réessayez une fois.',
      CLIENT: 'Réessayez et accordez tout ce que Meta demande, ou renseignez-vous auprès de la plateforme qui vous a invité.',
      PARTNER: 'Prévenez la plateforme qui vous a invité, et indiquez le code d’assistance.',
      META: 'Tout va bien de votre côté. Attendez quelques minutes, puis réessayez.',
      NOBODY: 'Attendez quelques minutes, puis réessayez.',
      OTHER_BUSINESS: 'Réessayez et choisissez l’entreprise pour laquelle vous avez été invité.',
      NO_DATASETS: 'Réessayez et choisissez au moins un ensemble de données, ou renseignez-vous auprès de la plateforme qui vous a invité.',
      TWO_FACTOR_REQUIRED: 'Activez chez Meta l’authentification à deux facteurs pour votre entreprise, puis réessayez.',
    },
    connected: {
      CLIENT: 'Demandez un nouveau lien à la plateforme qui vous a invité, puis reconnectez-vous et accordez tout ce que Meta demande.',
      PARTNER: 'Prévenez la plateforme qui vous a invité, et indiquez le code d’assistance.',
      META: 'Vous n’avez rien à faire : un nouvel essai a lieu automatiquement. Vous pouvez fermer cette fenêtre.',
      NOBODY: 'Vous n’avez rien à faire : cela se règle tout seul. Vous pouvez fermer cette fenêtre.',
      NO_DATASETS: 'Demandez un nouveau lien à la plateforme qui vous a invité, puis reconnectez-vous et choisissez au moins un ensemble de données.',
    },
  },
  actors: {
    CLIENT: 'Vous pouvez y remédier',
    PARTNER: 'La plateforme qui vous a invité doit agir',
    META: 'Meta doit agir',
    NOBODY: 'Personne n’a rien à faire',
  },
  details: {
    title: 'Détails pour l’assistance',
    problem: 'Problème',
    error: 'Erreur de Meta',
    trace: 'Identifiant de trace de Meta',
    next: 'Prochain essai : {time}',
  },
  refusals: {
    BUSY: 'Une autre connexion de cette invitation est en cours. Revenez voir dans un instant.',
    CODE_REFUSED: 'Meta a refusé la réponse de cette connexion, ou elle avait déjà servi. Réessayez une fois.',
    FORBIDDEN: 'Ce lien ne le permet pas.',
    INTERNAL: 'Un problème est survenu de notre côté. Réessayez dans un instant.',
    META_UNAVAILABLE: 'Meta est injoignable pour le moment. Réessayez dans quelques minutes.',
    OUTCOME_UNKNOWN: 'La réponse de Meta s’est perdue. Réessayez une fois.',
    RATE_LIMITED: 'C’était trop rapide. Attendez quelques secondes, puis réessayez.',
    TIMEOUT: 'La réponse a pris trop de temps. Réessayez dans un instant.',
    UNAVAILABLE: 'Le service n’est pas disponible pour le moment. Réessayez sous peu.',
    nobody: 'La demande n’est pas arrivée. Vérifiez votre connexion au réseau, puis réessayez.',
  },
  unloaded: 'Cela n’a pas pu être chargé',
}
