import type { Words } from './words'

export const es: Words = {
  title: 'Conecte su empresa',
  loading: 'Cargando',
  language: 'Idioma',
  help: 'Ayuda',
  privacy: 'Privacidad',
  back: 'Volver',
  backTo: 'Volver a {partner}',
  tryAgain: 'Reintentar',
  inThisTab: 'Continuar en esta pestaña',
  supportCode: 'Código de asistencia',
  copy: 'Copiar',
  copied: 'Copiado',

  invitation: {
    title: 'Conectar con Facebook Login for Business',
    text: 'Debe poder administrar su empresa en Meta. Usted decide qué conjuntos de datos comparte y puede terminar la conexión en cualquier momento.',
    until: 'Su enlace es válido hasta el {time}.',
    connect: 'Conectar con Facebook',
    preparing: 'Preparando el inicio de sesión de Facebook…',
  },
  booking: {
    title: '¿Su empresa se dedica a las reservas?',
    text: 'Facebook Login for Business todavía no admite empresas que gestionan reservas. Puede intentarlo de todos modos; si Facebook lo rechaza, no se habrá compartido nada y la plataforma que le invitó le indicará cómo continuar.',
  },
  briefing: {
    title: 'Qué va a suceder',
    login: 'Se abre Facebook, en una ventana propia o en esta pestaña. Inicie sesión allí.',
    pick: 'Elija la empresa y, después, los conjuntos de datos que quiere compartir.',
    return: 'Facebook le trae de vuelta aquí y aparecen los conjuntos de datos.',
    asked: 'Qué pedirá Meta y para qué',
    other: 'para otras funciones de la plataforma que le invitó',
  },
  permissions: {
    ads_management: 'para gestionar anuncios y enviar eventos de conversión',
    ads_read: 'para leer conjuntos de datos y enviar eventos de conversión',
    business_management: 'para saber de qué empresa se trata y qué le pertenece',
    catalog_management: 'para leer y gestionar catálogos de productos',
    leads_retrieval: 'para obtener los clientes potenciales de sus anuncios',
    pages_read_engagement: 'para leer lo que se publica en sus páginas',
    pages_show_list: 'para saber qué páginas tiene',
  },
  phone: {
    title: 'Continúe en un ordenador, por favor',
    text: 'Meta no ofrece este inicio de sesión en teléfonos ni tabletas. Abra su enlace en el navegador de un ordenador. Puede intentarlo aquí; si Facebook indica que no funciona, no se pierde nada.',
    copy: 'Copiar su enlace',
    here: 'Intentar en este dispositivo',
  },
  blocked: {
    title: 'El script de inicio de sesión de Facebook está bloqueado',
    text: 'Un bloqueador de anuncios, un ajuste de privacidad del navegador o la red de su empresa impide que esta página lo cargue. Puede iniciar sesión sin él: esta pestaña va a Facebook y regresa.',
    again: 'Cargarlo de nuevo',
  },
  waiting: {
    title: 'Esperando a Facebook',
    text: 'Termine el inicio de sesión en la ventana que abrió Facebook. Deje abierta esta página.',
    slow: '¿No ve ninguna ventana?',
    slowText:
      'Puede estar oculta detrás de esta, o haberla cerrado el navegador o una extensión sin que esta página lo sepa. Si está iniciando sesión, tómese su tiempo; si no, inténtelo de nuevo o continúe sin ventana.',
  },
  popupBlocked: {
    title: 'El navegador bloqueó la ventana de Facebook',
    text: 'Puede iniciar sesión sin ventana: esta pestaña va a Facebook y regresa. O permita las ventanas emergentes en esta página e inténtelo de nuevo.',
  },
  cancelled: {
    title: 'Sin conexión',
    text: 'La ventana de Facebook se cerró o no se terminó el inicio de sesión. No se compartió nada. Si no la cerró usted, quizá lo hizo una extensión del navegador; en ese caso, continúe en esta pestaña.',
  },
  unopened: {
    title: 'No se pudo abrir la ventana de Facebook',
    text: 'El script de inicio de sesión no quiso arrancar. Puede iniciar sesión sin él: esta pestaña va a Facebook y regresa.',
  },
  leaving: {
    title: 'Yendo a Facebook…',
    text: 'Esta pestaña regresa aquí por sí sola en cuanto haya iniciado sesión.',
  },
  returned: {
    BUSY: {
      title: 'Hay otro inicio de sesión en curso',
      text: 'Ahora mismo se está procesando un inicio de sesión de esta invitación. Vuelva a mirar en un momento.',
    },
    CODE_REFUSED: {
      title: 'Este inicio de sesión ya se utilizó',
      text: 'La respuesta de Facebook ya correspondía a otra invitación. Aquí no se conectó nada. Inicie sesión una vez más.',
    },
    DECLINED: {
      title: 'Usted dijo que no en Facebook',
      text: 'Se canceló el inicio de sesión o se rechazó lo que pedía Facebook. No se compartió nada. Puede volver a iniciar sesión cuando quiera.',
    },
    FAILED: {
      title: 'Facebook no pudo iniciar su sesión',
      text: 'Facebook devolvió esta pestaña sin una respuesta utilizable. No se compartió nada. Inténtelo de nuevo en unos minutos.',
    },
    INTERRUPTED: {
      title: 'No se pudo terminar este inicio de sesión',
      text: 'Comenzó en otro navegador o en otra pestaña, tardó más de diez minutos o ya había terminado. No se conectó nada con él. Inicie sesión una vez más y permanezca en esta pestaña.',
    },
    other: {
      title: 'Sin conexión',
      text: 'No se pudo aceptar la respuesta de Facebook. No se conectó nada. Inténtelo de nuevo en un momento.',
    },
  },
  exchanging: {
    title: 'Conectando…',
    text: 'Se está canjeando la respuesta de Facebook. Tarda unos segundos.',
  },
  progress: {
    title: 'Ya casi está…',
    text: 'Se está procesando la respuesta de Facebook. Puede salir de esta página; el trabajo continúa.',
    running: 'en curso',
    failed: 'ha fallado',
  },
  steps: {
    RECEIVE: 'Código recibido',
    EXCHANGE: 'Código canjeado por un token',
    IDENTIFY: 'Empresa identificada',
    SYNC: 'Conjuntos de datos leídos',
  },
  lostTrack: {
    title: 'El resto continúa sin esta página',
    text: 'El plazo de su enlace terminó, así que el resultado no se puede mostrar aquí. Puede cerrar esta ventana; la plataforma que le invitó ve el resultado.',
  },
  unanswered: {
    title: 'Sin una respuesta clara',
    safe: 'Puede preguntar otra vez sin riesgo: nada se hace dos veces.',
    again: 'Preguntar otra vez',
  },

  success: {
    title: '{name} está conectada',
    unnamed: 'La empresa {id}',
    counts: '{owned} y {shared}.',
    owned: { one: '{n} conjunto de datos propio', other: '{n} conjuntos de datos propios' },
    shared: { one: '{n} conjunto de datos compartido', other: '{n} conjuntos de datos compartidos' },
    done: 'Eso es todo: puede cerrar esta ventana.',
    none: 'No se compartió ningún conjunto de datos. Pida un enlace nuevo a la plataforma que le invitó, vuelva a conectar y elija al menos uno.',
    ownedList: 'Propios',
    sharedList: 'Compartidos',
    more: { one: 'y {n} más', other: 'y {n} más' },
  },
  grants: {
    title: 'Permisos',
    permission: 'Permiso',
    asked: 'Solicitado',
    received: 'Recibido',
    yes: 'Sí',
    no: 'No',
    yesFor: { one: 'Sí, para {n} conjunto de datos', other: 'Sí, para {n} conjuntos de datos' },
    unknown: 'Desconocido: Meta no lo indicó',
  },
  choice: {
    title: '¿Qué conjunto de datos debe contar?',
    text: 'Se va a utilizar un solo conjunto de datos y usted compartió varios. Los demás quedan como están y no se utilizan.',
    choose: 'Utilizar este conjunto de datos',
    chosen: 'Se utiliza {name}.',
    first: 'Estos son los primeros {n}. Si falta el suyo, avise a la plataforma que le invitó.',
    failed: 'No se guardó la elección. Inténtelo de nuevo en un momento.',
  },

  failed: {
    title: 'Sin conexión',
    reasonless: 'El servidor no indicó el motivo. Inténtelo de nuevo en un momento.',
  },
  ends: {
    ONBOARDING_CLOSED: {
      title: 'Este enlace ya se utilizó',
      text: 'Su empresa se conectó con él, así que aquí no queda nada por hacer. Para conectar otra, pida un enlace nuevo a la plataforma que le invitó.',
    },
    ONBOARDING_EXPIRED: {
      title: 'Este enlace ha caducado',
      text: 'No se perdió nada. Pida uno nuevo a la plataforma que le invitó.',
    },
    ONBOARDING_CANCELLED: {
      title: 'Esta invitación se retiró',
      text: 'La plataforma que le invitó la canceló. Pregunte allí si no lo esperaba.',
    },
    ONBOARDING_REPLACED: {
      title: 'Hay un enlace más reciente',
      text: 'La plataforma que le invitó le envió otro enlace después. Utilice ese, por favor.',
    },
    TOO_MANY_TRIES: {
      title: 'Demasiados intentos',
      text: 'Por seguridad, este enlace ya no acepta más inicios de sesión. Pida uno nuevo a la plataforma que le invitó.',
    },
    MISSING: {
      title: 'Abra su enlace otra vez, por favor',
      text: 'Esta página necesita el enlace de su invitación y solo lo conserva mientras la pestaña está abierta. Abra el enlace una vez más.',
    },
    ORIGIN: {
      title: 'Este enlace pertenece a otro sitio web',
      text: 'Solo funciona en la página para la que se creó. Vuelva a la plataforma que le invitó y empiece desde allí.',
    },
    UNKNOWN: {
      title: 'Este enlace ya no se puede utilizar',
      text: 'Está incompleto o aquí ya no se conoce. Compruebe que lo abrió entero o pida uno nuevo a la plataforma que le invitó.',
    },
  },

  unmet: {
    asking: {
      title: 'Un momento…',
      text: 'Esta ventana espera a la página que la abrió.',
    },
    foreign: {
      title: 'La página que abrió esta ventana no puede conectarle',
      text: 'La invitación es para otro sitio web. No se compartió nada. Cierre esta ventana y vaya al sitio web de la plataforma que le invitó.',
    },
    unasked: {
      title: 'El servidor no responde',
      text: 'No se compartió nada. Compruebe su conexión de red, cierre esta ventana y vuelva a pulsar el botón.',
    },
    alone: {
      title: 'Vuelva a pulsar el botón, por favor',
      text: 'La página que abrió esta ventana ya no está o no responde. Cierre la ventana, vuelva a esa página y pulse su botón otra vez.',
    },
  },

  problems: {
    CODE_INVALID: 'Meta no reconoce la respuesta de este inicio de sesión.',
    CODE_EXPIRED: 'La respuesta del inicio de sesión llegó demasiado tarde: Meta la acepta durante unos 30 segundos.',
    CODE_USED: 'La respuesta de este inicio de sesión ya se había utilizado.',
    EXTERNAL_ID_CONFLICT: 'Esta empresa ya está conectada para otro cliente. No se cambió nada.',
    OTHER_BUSINESS: 'Usted eligió una empresa distinta de aquella a la que corresponde este enlace. No se cambió nada.',
    EXCHANGE_OUTCOME_UNKNOWN: 'Se perdió la respuesta de Meta, así que no se sabe si Meta concedió el acceso.',
    INTERRUPTED: 'El trabajo se interrumpió antes de terminar.',
    META_UNAVAILABLE: 'No se pudo contactar con Meta, o Meta tuvo un problema propio.',
    META_REFUSED: 'Meta rechazó la solicitud.',
    THROTTLED: 'Meta está saturada y no acepta más solicitudes durante un rato.',
    POLICY_BLOCKED: 'Meta bloquea la aplicación o la empresa por infringir una política.',
    SYNC_FAILING: 'No se pudo leer hasta el final la lista de sus conjuntos de datos.',
    PERMISSIONS_MISSING: 'Faltan algunos de los permisos solicitados.',
    ACCESS_LEVEL_TOO_LOW: 'Meta todavía no permite esto a la aplicación de la plataforma para su empresa.',
    TWO_FACTOR_REQUIRED: 'Su empresa exige la autenticación en dos pasos en Meta.',
    NO_DATASETS: 'Su empresa está conectada, pero no se compartió ningún conjunto de datos.',
    SEVERAL_DATASETS: 'Se va a utilizar un solo conjunto de datos y usted compartió varios.',
    TOKEN_EXPIRING: 'La conexión termina pronto.',
  },
  actions: {
    failed: {
      again: 'Inténtelo una vez más.',
      CLIENT: 'Inténtelo de nuevo y conceda todo lo que pide Meta, o consulte a la plataforma que le invitó.',
      PARTNER: 'Avise a la plataforma que le invitó e indique el código de asistencia.',
      META: 'Por su parte todo está bien. Espere unos minutos e inténtelo de nuevo.',
      NOBODY: 'Espere unos minutos e inténtelo de nuevo.',
      OTHER_BUSINESS: 'Inténtelo de nuevo y elija la empresa para la que recibió la invitación.',
      NO_DATASETS: 'Inténtelo de nuevo y elija al menos un conjunto de datos, o consulte a la plataforma que le invitó.',
      TWO_FACTOR_REQUIRED: 'Active en Meta la autenticación en dos pasos de su empresa e inténtelo de nuevo.',
    },
    connected: {
      CLIENT: 'Pida un enlace nuevo a la plataforma que le invitó, vuelva a conectar y conceda todo lo que pide Meta.',
      PARTNER: 'Avise a la plataforma que le invitó e indique el código de asistencia.',
      META: 'No tiene que hacer nada: se vuelve a intentar por sí solo. Puede cerrar esta ventana.',
      NOBODY: 'No tiene que hacer nada: se arregla por sí solo. Puede cerrar esta ventana.',
      NO_DATASETS: 'Pida un enlace nuevo a la plataforma que le invitó, vuelva a conectar y elija al menos un conjunto de datos.',
    },
  },
  actors: {
    CLIENT: 'Usted puede resolverlo',
    PARTNER: 'Debe actuar la plataforma que le invitó',
    META: 'Debe actuar Meta',
    NOBODY: 'Nadie tiene que hacer nada',
  },
  details: {
    title: 'Detalles para la asistencia',
    problem: 'Problema',
    error: 'Error de Meta',
    trace: 'Identificador de seguimiento de Meta',
    next: 'Próximo intento: {time}',
  },
  refusals: {
    BUSY: 'Hay otro inicio de sesión de esta invitación en curso. Vuelva a mirar en un momento.',
    CODE_REFUSED: 'Meta rechazó la respuesta de este inicio de sesión, o ya se había utilizado. Inténtelo una vez más.',
    FORBIDDEN: 'Este enlace no lo permite.',
    INTERNAL: 'Algo salió mal por nuestra parte. Inténtelo de nuevo en un momento.',
    META_UNAVAILABLE: 'No se puede contactar con Meta en este momento. Inténtelo de nuevo en unos minutos.',
    OUTCOME_UNKNOWN: 'Se perdió la respuesta de Meta. Inténtelo una vez más.',
    RATE_LIMITED: 'Fue demasiado rápido. Espere unos segundos e inténtelo de nuevo.',
    TIMEOUT: 'La respuesta tardó demasiado. Inténtelo de nuevo en un momento.',
    UNAVAILABLE: 'El servicio no está disponible en este momento. Inténtelo de nuevo en breve.',
    nobody: 'La solicitud no llegó. Compruebe su conexión de red e inténtelo de nuevo.',
  },
  unloaded: 'No se pudo cargar',
}
