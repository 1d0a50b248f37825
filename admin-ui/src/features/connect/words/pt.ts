import type { Words } from './words'

export const pt: Words = {
  title: 'Conecte a sua empresa',
  loading: 'Carregando',
  language: 'Idioma',
  help: 'Ajuda',
  privacy: 'Privacidade',
  back: 'Voltar',
  backTo: 'Voltar para {partner}',
  tryAgain: 'Tentar novamente',
  inThisTab: 'Continuar nesta aba',
  supportCode: 'Código de suporte',
  copy: 'Copiar',
  copied: 'Copiado',

  invitation: {
    title: 'Conectar com o Facebook Login for Business',
    text: 'Você precisa poder administrar a sua empresa na Meta. Você decide quais conjuntos de dados são compartilhados e pode encerrar a conexão a qualquer momento.',
    until: 'O seu link vale até {time}.',
    connect: 'Conectar com o Facebook',
    preparing: 'Preparando o login do Facebook…',
  },
  booking: {
    title: 'A sua empresa trabalha com reservas?',
    text: 'O Facebook Login for Business ainda não oferece suporte a empresas que recebem reservas. Você pode tentar mesmo assim; se o Facebook recusar, nada terá sido compartilhado, e a plataforma que convidou você dirá como continuar.',
  },
  briefing: {
    title: 'O que vai acontecer',
    login: 'O Facebook se abre, em uma janela própria ou nesta aba. Faça o login lá.',
    pick: 'Escolha a empresa e, em seguida, os conjuntos de dados a compartilhar.',
    return: 'O Facebook traz você de volta, e os conjuntos de dados aparecem.',
    asked: 'O que a Meta vai pedir, e por quê',
    other: 'para outras funções da plataforma que convidou você',
  },
  permissions: {
    ads_management: 'para gerenciar anúncios e enviar eventos de conversão',
    ads_read: 'para ler conjuntos de dados e enviar eventos de conversão',
    business_management: 'para saber qual é a empresa e o que pertence a ela',
    catalog_management: 'para ler e gerenciar catálogos de produtos',
    leads_retrieval: 'para obter os leads dos seus anúncios de cadastro',
    pages_read_engagement: 'para ler o que é publicado nas suas páginas',
    pages_show_list: 'para saber quais páginas você tem',
  },
  phone: {
    title: 'Continue em um computador, por favor',
    text: 'A Meta não oferece este login em celulares e tablets. Abra o seu link no navegador de um computador. Você pode tentar aqui; se o Facebook disser que não funciona, nada se perde.',
    copy: 'Copiar o seu link',
    here: 'Tentar neste dispositivo',
  },
  blocked: {
    title: 'O script de login do Facebook está bloqueado',
    text: 'Um bloqueador de anúncios, uma configuração de privacidade do navegador ou a rede da empresa impede que esta página o carregue. Você pode fazer o login sem ele: esta aba vai ao Facebook e volta.',
    again: 'Carregar novamente',
  },
  waiting: {
    title: 'Aguardando o Facebook',
    text: 'Conclua o login na janela que o Facebook abriu. Deixe esta página aberta.',
    slow: 'Nenhuma janela à vista?',
    slowText:
      'Ela pode estar escondida atrás desta, ou ter sido fechada pelo navegador ou por uma extensão sem que esta página saiba. Se você está fazendo o login, não tenha pressa; caso contrário, tente novamente ou continue sem janela.',
  },
  popupBlocked: {
    title: 'O navegador bloqueou a janela do Facebook',
    text: 'Você pode fazer o login sem janela: esta aba vai ao Facebook e volta. Ou permita pop-ups nesta página e tente novamente.',
  },
  cancelled: {
    title: 'Não conectada',
    text: 'A janela do Facebook foi fechada, ou o login não foi concluído. Nada foi compartilhado. Se não foi você que a fechou, talvez tenha sido uma extensão do navegador; nesse caso, continue nesta aba.',
  },
  unopened: {
    title: 'Não foi possível abrir a janela do Facebook',
    text: 'O script de login não quis iniciar. Você pode fazer o login sem ele: esta aba vai ao Facebook e volta.',
  },
  leaving: {
    title: 'Indo para o Facebook…',
    text: 'Esta aba volta para cá sozinha assim que você fizer o login.',
  },
  returned: {
    BUSY: {
      title: 'Outro login está em andamento',
      text: 'Um login deste convite está sendo processado agora. Veja novamente em um instante.',
    },
    CODE_REFUSED: {
      title: 'Este login já foi usado',
      text: 'A resposta do Facebook já pertencia a outro convite. Nada foi conectado aqui. Faça o login mais uma vez.',
    },
    DECLINED: {
      title: 'Você recusou no Facebook',
      text: 'O login foi cancelado, ou o que o Facebook pediu foi recusado. Nada foi compartilhado. Você pode fazer o login novamente quando quiser.',
    },
    FAILED: {
      title: 'O Facebook não conseguiu fazer o seu login',
      text: 'O Facebook devolveu esta aba sem uma resposta utilizável. Nada foi compartilhado. Tente novamente em alguns minutos.',
    },
    INTERRUPTED: {
      title: 'Não foi possível concluir este login',
      text: 'Ele começou em outro navegador ou em outra aba, levou mais de dez minutos ou já tinha sido concluído. Nada foi conectado por ele. Faça o login mais uma vez e permaneça nesta aba.',
    },
    other: {
      title: 'Não conectada',
      text: 'Não foi possível aceitar a resposta do Facebook. Nada foi conectado. Tente novamente em um instante.',
    },
  },
  exchanging: {
    title: 'Conectando…',
    text: 'A resposta do Facebook está sendo trocada. Isso leva alguns segundos.',
  },
  progress: {
    title: 'Quase lá…',
    text: 'A resposta do Facebook está sendo processada. Você pode sair desta página; o trabalho continua.',
    running: 'em andamento',
    failed: 'falhou',
  },
  steps: {
    RECEIVE: 'Código recebido',
    EXCHANGE: 'Código trocado por um token',
    IDENTIFY: 'Empresa identificada',
    SYNC: 'Conjuntos de dados lidos',
  },
  lostTrack: {
    title: 'O restante continua sem esta página',
    text: 'O prazo do seu link terminou, por isso o resultado não pode ser mostrado aqui. Você pode fechar esta janela; a plataforma que convidou você vê o resultado.',
  },
  unanswered: {
    title: 'Sem uma resposta clara',
    safe: 'Você pode perguntar de novo com segurança: nada é feito duas vezes.',
    again: 'Perguntar de novo',
  },

  success: {
    title: '{name} está conectada',
    unnamed: 'A empresa {id}',
    counts: '{owned} e {shared}.',
    owned: { one: '{n} conjunto de dados próprio', other: '{n} conjuntos de dados próprios' },
    shared: { one: '{n} conjunto de dados compartilhado', other: '{n} conjuntos de dados compartilhados' },
    done: 'Isso é tudo: você pode fechar esta janela.',
    none: 'Nenhum conjunto de dados foi compartilhado. Peça um novo link à plataforma que convidou você, conecte novamente e escolha pelo menos um.',
    ownedList: 'Próprios',
    sharedList: 'Compartilhados',
    more: { one: 'e mais {n}', other: 'e mais {n}' },
  },
  grants: {
    title: 'Permissões',
    permission: 'Permissão',
    asked: 'Solicitada',
    received: 'Recebida',
    yes: 'Sim',
    no: 'Não',
    yesFor: { one: 'Sim, para {n} conjunto de dados', other: 'Sim, para {n} conjuntos de dados' },
    unknown: 'Desconhecido: a Meta não informou',
  },
  choice: {
    title: 'Qual conjunto de dados deve valer?',
    text: 'Apenas um conjunto de dados deve ser usado, e você compartilhou vários. Os outros ficam como estão e não são usados.',
    choose: 'Usar este conjunto de dados',
    chosen: '{name} é usado.',
    first: 'Estes são os primeiros {n}. Se faltar o seu, avise a plataforma que convidou você.',
    failed: 'A escolha não foi salva. Tente novamente em um instante.',
  },

  failed: {
    title: 'Não conectada',
    reasonless: 'O servidor não informou o motivo. Tente novamente em um instante.',
  },
  ends: {
    ONBOARDING_CLOSED: {
      title: 'Este link já foi usado',
      text: 'A sua empresa foi conectada com ele, portanto não há mais nada a fazer aqui. Para conectar outra, peça um novo link à plataforma que convidou você.',
    },
    ONBOARDING_EXPIRED: {
      title: 'Este link expirou',
      text: 'Nada se perdeu. Peça um novo à plataforma que convidou você.',
    },
    ONBOARDING_CANCELLED: {
      title: 'Este convite foi retirado',
      text: 'A plataforma que convidou você o cancelou. Pergunte lá se você não esperava por isso.',
    },
    ONBOARDING_REPLACED: {
      title: 'Há um link mais recente',
      text: 'A plataforma que convidou você enviou outro link depois. Use esse, por favor.',
    },
    TOO_MANY_TRIES: {
      title: 'Tentativas demais',
      text: 'Por segurança, este link não aceita mais logins. Peça um novo à plataforma que convidou você.',
    },
    MISSING: {
      title: 'Abra o seu link novamente, por favor',
      text: 'Esta página precisa do link do seu convite e só o guarda enquanto a aba está aberta. Abra o link mais uma vez.',
    },
    ORIGIN: {
      title: 'Este link pertence a outro site',
      text: 'Ele só funciona na página para a qual foi criado. Volte à plataforma que convidou você e comece por lá.',
    },
    UNKNOWN: {
      title: 'Este link não pode mais ser usado',
      text: 'Ele está incompleto ou não é mais conhecido aqui. Verifique se você o abriu por inteiro ou peça um novo à plataforma que convidou você.',
    },
  },

  unmet: {
    asking: {
      title: 'Um momento…',
      text: 'Esta janela aguarda a página que a abriu.',
    },
    foreign: {
      title: 'A página que abriu esta janela não pode conectar você',
      text: 'O convite é para outro site. Nada foi compartilhado. Feche esta janela e vá ao site da plataforma que convidou você.',
    },
    unasked: {
      title: 'O servidor não responde',
      text: 'Nada foi compartilhado. Verifique a sua conexão de rede, feche esta janela e pressione o botão novamente.',
    },
    alone: {
      title: 'Pressione o botão novamente, por favor',
      text: 'A página que abriu esta janela não está mais lá ou não responde. Feche a janela, volte a essa página e pressione o botão dela mais uma vez.',
    },
  },

  problems: {
    CODE_INVALID: 'A Meta não reconhece a resposta deste login.',
    CODE_EXPIRED: 'A resposta do login chegou tarde demais: a Meta a aceita por cerca de 30 segundos.',
    CODE_USED: 'A resposta deste login já tinha sido usada.',
    EXTERNAL_ID_CONFLICT: 'Esta empresa já está conectada para outro cliente. Nada foi alterado.',
    OTHER_BUSINESS: 'Você escolheu uma empresa diferente daquela a que este link se destina. Nada foi alterado.',
    EXCHANGE_OUTCOME_UNKNOWN: 'A resposta da Meta se perdeu; não se sabe se a Meta concedeu o acesso.',
    INTERRUPTED: 'O trabalho foi interrompido antes de terminar.',
    META_UNAVAILABLE: 'Não foi possível contatar a Meta, ou ela teve um problema próprio.',
    META_REFUSED: 'A Meta recusou a solicitação.',
    THROTTLED: 'A Meta está sobrecarregada e não aceita mais solicitações por um tempo.',
    POLICY_BLOCKED: 'A Meta bloqueia o aplicativo ou a empresa por violar uma política.',
    SYNC_FAILING: 'Não foi possível ler a lista dos seus conjuntos de dados até o fim.',
    PERMISSIONS_MISSING: 'Faltam algumas das permissões solicitadas.',
    ACCESS_LEVEL_TOO_LOW: 'A Meta ainda não permite isso ao aplicativo da plataforma para a sua empresa.',
    TWO_FACTOR_REQUIRED: 'A sua empresa exige a autenticação de dois fatores na Meta.',
    NO_DATASETS: 'A sua empresa está conectada, mas nenhum conjunto de dados foi compartilhado.',
    SEVERAL_DATASETS: 'Apenas um conjunto de dados deve ser usado, e você compartilhou vários.',
    TOKEN_EXPIRING: 'A conexão termina em breve.',
  },
  actions: {
    failed: {
      again: 'Tente mais uma vez.',
      CLIENT: 'Tente novamente e conceda tudo o que a Meta pede, ou consulte a plataforma que convidou você.',
      PARTNER: 'Avise a plataforma que convidou você e informe o código de suporte.',
      META: 'Da sua parte está tudo certo. Aguarde alguns minutos e tente novamente.',
      NOBODY: 'Aguarde alguns minutos e tente novamente.',
      OTHER_BUSINESS: 'Tente novamente e escolha a empresa para a qual você foi convidado.',
      NO_DATASETS: 'Tente novamente e escolha pelo menos um conjunto de dados, ou consulte a plataforma que convidou você.',
      TWO_FACTOR_REQUIRED: 'Ative na Meta a autenticação de dois fatores da sua empresa e tente novamente.',
    },
    connected: {
      CLIENT: 'Peça um novo link à plataforma que convidou você, conecte novamente e conceda tudo o que a Meta pede.',
      PARTNER: 'Avise a plataforma que convidou você e informe o código de suporte.',
      META: 'Você não precisa fazer nada: há uma nova tentativa automática. Você pode fechar esta janela.',
      NOBODY: 'Você não precisa fazer nada: isso se resolve sozinho. Você pode fechar esta janela.',
      NO_DATASETS: 'Peça um novo link à plataforma que convidou você, conecte novamente e escolha pelo menos um conjunto de dados.',
    },
  },
  actors: {
    CLIENT: 'Você pode resolver isto',
    PARTNER: 'A plataforma que convidou você precisa agir',
    META: 'A Meta precisa agir',
    NOBODY: 'Ninguém precisa fazer nada',
  },
  details: {
    title: 'Detalhes para o suporte',
    problem: 'Problema',
    error: 'Erro da Meta',
    trace: 'Identificador de rastreamento da Meta',
    next: 'Próxima tentativa: {time}',
  },
  refusals: {
    BUSY: 'Outro login deste convite está em andamento. Veja novamente em um instante.',
    CODE_REFUSED: 'A Meta recusou a resposta deste login, ou ela já tinha sido usada. Tente mais uma vez.',
    FORBIDDEN: 'Este link não permite isso.',
    INTERNAL: 'Algo deu errado do nosso lado. Tente novamente em um instante.',
    META_UNAVAILABLE: 'Não é possível contatar a Meta no momento. Tente novamente em alguns minutos.',
    OUTCOME_UNKNOWN: 'A resposta da Meta se perdeu. Tente mais uma vez.',
    RATE_LIMITED: 'Foi rápido demais. Aguarde alguns segundos e tente novamente.',
    TIMEOUT: 'A resposta demorou demais. Tente novamente em um instante.',
    UNAVAILABLE: 'O serviço não está disponível no momento. Tente novamente em breve.',
    nobody: 'A solicitação não chegou. Verifique a sua conexão de rede e tente novamente.',
  },
  unloaded: 'Não foi possível carregar',
}
