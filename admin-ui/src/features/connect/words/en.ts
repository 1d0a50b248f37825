/** All that the page says, in English; the other languages have the same. The page puts something in where `{…}` stands. */
export const en = {
  title: 'Connect your business',
  loading: 'Loading',
  language: 'Language',
  help: 'Help',
  privacy: 'Privacy',
  back: 'Back',
  backTo: 'Back to {partner}',
  tryAgain: 'Try again',
  inThisTab: 'Continue in this tab',
  supportCode: 'Support code',
  copy: 'Copy',
  copied: 'Copied',

  invitation: {
    title: 'Connect with Facebook Login for Business',
    text: 'You need to be able to administer your business at Meta. You decide which datasets are shared, and you can end it at any time.',
    until: 'Your link works until {time}.',
    connect: 'Connect with Facebook',
    preparing: 'Getting Facebook’s login ready…',
  },
  booking: {
    title: 'Is your business about bookings?',
    text: 'Facebook Login for Business does not support businesses that take bookings yet. You can try it all the same; if Facebook says no, nothing has been shared, and the platform that invited you tells you how to go on.',
  },
  briefing: {
    title: 'What happens',
    login: 'Facebook opens, in a window of its own or in this tab. Log in there.',
    pick: 'Pick the business, and then the datasets to share.',
    return: 'Facebook leads back here, and the datasets appear.',
    asked: 'What Meta will ask for, and why',
    other: 'for other features of the platform that invited you',
  },
  /** Why each is asked for: completes the sentence that its name begins. */
  permissions: {
    ads_management: 'to manage ads and send conversion events',
    ads_read: 'to read datasets and send conversion events',
    business_management: 'to read which business it is and what it owns',
    catalog_management: 'to read and manage product catalogues',
    leads_retrieval: 'to fetch the leads of your lead ads',
    pages_read_engagement: 'to read what is published on your pages',
    pages_show_list: 'to read which pages you have',
  },
  phone: {
    title: 'Please continue on a computer',
    text: 'Meta does not offer this login on phones and tablets. Open your link in a browser on a computer. You can try it here; should Facebook say that it does not work, nothing is lost.',
    copy: 'Copy your link',
    here: 'Try on this device',
  },
  blocked: {
    title: 'Facebook’s login script is blocked',
    text: 'An ad blocker, a privacy setting of the browser or the company network keeps this page from loading it. You can log in without it: this tab goes to Facebook and comes back.',
    again: 'Load it again',
  },
  waiting: {
    title: 'Waiting for Facebook',
    text: 'Finish the login in the window that Facebook opened. Leave this page open.',
    slow: 'No window to be seen?',
    slowText:
      'It may be hidden behind this one, or closed by the browser or an extension, which nobody tells this page. Take your time if you are logging in; otherwise try again, or go on without a window.',
  },
  popupBlocked: {
    title: 'The browser blocked Facebook’s window',
    text: 'You can log in without a window: this tab goes to Facebook and comes back. Or allow pop-ups for this page, and try again.',
  },
  cancelled: {
    title: 'Not connected',
    text: 'The Facebook window was closed, or the login was not finished. Nothing was shared. If you did not close it, an extension of the browser may have; then continue in this tab.',
  },
  unopened: {
    title: 'Facebook’s window could not be opened',
    text: 'The login script refused to start. You can log in without it: this tab goes to Facebook and comes back.',
  },
  leaving: {
    title: 'Going to Facebook…',
    text: 'This tab comes back here by itself once you have logged in.',
  },
  /** What the redirect says of a login, and the codes of UserError that can come of it. */
  returned: {
    BUSY: {
      title: 'Another login is under way',
      text: 'A code of this onboarding is just being worked on. Look again in a moment.',
    },
    CODE_REFUSED: {
      title: 'This login was used before',
      text: 'Facebook’s answer had been given to another onboarding already. Nothing was connected here. Log in once more.',
    },
    DECLINED: {
      title: 'You said no at Facebook',
      text: 'The login was cancelled, or what Facebook asked for was declined. Nothing was shared. You can log in again at any time.',
    },
    FAILED: {
      title: 'Facebook could not log you in',
      text: 'Facebook sent this tab back without an answer to use. Nothing was shared. Try again in a few minutes.',
    },
    INTERRUPTED: {
      title: 'This login could not be finished',
      text: 'It was begun in another browser or another tab, took longer than ten minutes, or was finished before. Nothing was connected by it. Log in once more, and stay in this tab.',
    },
    other: {
      title: 'Not connected',
      text: 'The answer of Facebook could not be taken. Nothing was connected. Try again in a moment.',
    },
  },
  exchanging: {
    title: 'Connecting…',
    text: 'Facebook’s answer is being exchanged. This takes a few seconds.',
  },
  progress: {
    title: 'Almost there…',
    text: 'Facebook’s answer is being worked on. You can leave this page; the work goes on.',
    running: 'under way',
    failed: 'failed',
  },
  steps: {
    RECEIVE: 'Code received',
    EXCHANGE: 'Code exchanged for a token',
    IDENTIFY: 'Business identified',
    SYNC: 'Datasets read',
  },
  lostTrack: {
    title: 'The rest goes on without this page',
    text: 'Your link’s time is over, so the result cannot be shown here. You can close this window; the platform that invited you sees what came of it.',
  },
  unanswered: {
    title: 'No clear answer',
    safe: 'Asking again is safe: nothing is done twice.',
    again: 'Ask again',
  },

  success: {
    title: '{name} is connected',
    unnamed: 'Business {id}',
    counts: '{owned} and {shared}.',
    owned: { one: '{n} owned dataset', other: '{n} owned datasets' },
    shared: { one: '{n} shared dataset', other: '{n} shared datasets' },
    done: 'That is all: you can close this window.',
    none: 'No dataset was shared. Ask the platform that invited you for a new link, then connect again and pick at least one dataset.',
    ownedList: 'Owned',
    sharedList: 'Shared',
    more: { one: 'and {n} more', other: 'and {n} more' },
  },
  grants: {
    title: 'Permissions',
    permission: 'Permission',
    asked: 'Asked for',
    received: 'Received',
    yes: 'Yes',
    no: 'No',
    yesFor: { one: 'Yes, for {n} dataset', other: 'Yes, for {n} datasets' },
    unknown: 'Unknown: Meta did not say',
  },
  choice: {
    title: 'Which dataset is to count?',
    text: 'One dataset is to be used, and you have shared several. The others stay as they are and are not used.',
    choose: 'Use this dataset',
    chosen: '{name} is used.',
    first: 'These are the first {n}. If yours is missing, tell the platform that invited you.',
    failed: 'The choice was not saved. Try again in a moment.',
  },

  failed: {
    title: 'Not connected',
    reasonless: 'The server gave no reason. Try again in a moment.',
  },
  /** Why the link leads no further, by the codes of the API; MISSING, ORIGIN and UNKNOWN are the page’s own. */
  ends: {
    ONBOARDING_CLOSED: {
      title: 'This link has been used already',
      text: 'Your business was connected with it, so there is nothing left to do here. To connect another one, ask the platform that invited you for a new link.',
    },
    ONBOARDING_EXPIRED: {
      title: 'This link has expired',
      text: 'Nothing was lost. Ask the platform that invited you for a new one.',
    },
    ONBOARDING_CANCELLED: {
      title: 'This invitation was withdrawn',
      text: 'The platform that invited you has cancelled it. Ask there if you did not expect that.',
    },
    ONBOARDING_REPLACED: {
      title: 'There is a newer link',
      text: 'The platform that invited you has sent you another link since. Please use that one.',
    },
    TOO_MANY_TRIES: {
      title: 'That was one try too many',
      text: 'For safety, this link takes no more logins. Ask the platform that invited you for a new one.',
    },
    MISSING: {
      title: 'Please open your link again',
      text: 'This page needs the link of your invitation, and keeps it only as long as the tab is open. Open the link once more.',
    },
    ORIGIN: {
      title: 'This link belongs to another website',
      text: 'It works only on the page it was made for. Go back to the platform that invited you, and begin from there.',
    },
    UNKNOWN: {
      title: 'This link can no longer be used',
      text: 'It is incomplete, or it is no longer known here. Check that you have opened all of it, or ask the platform that invited you for a new one.',
    },
  },

  /** A window that a partner’s page opens, as long as it is for nobody. */
  unmet: {
    asking: {
      title: 'One moment…',
      text: 'This window is waiting for the page that opened it.',
    },
    foreign: {
      title: 'The page that opened this window may not connect you',
      text: 'The invitation is for another website. Nothing was shared. Close this window, and go to the website of the platform that invited you.',
    },
    unasked: {
      title: 'No answer from the server',
      text: 'Nothing was shared. Check your network connection, close this window, and press the button again.',
    },
    alone: {
      title: 'Please press the button again',
      text: 'The page that opened this window is gone, or does not answer. Close the window, go back to that page, and press its button once more.',
    },
  },

  problems: {
    CODE_INVALID: 'Meta does not know the answer of this login.',
    CODE_EXPIRED: 'The answer of the login came too late: Meta takes it for about 30 seconds.',
    CODE_USED: 'The answer of this login had been used before.',
    EXTERNAL_ID_CONFLICT: 'This business is already connected for another customer. Nothing was changed.',
    OTHER_BUSINESS: 'You picked another business than the one that this link is for. Nothing was changed.',
    EXCHANGE_OUTCOME_UNKNOWN: 'Meta’s answer was lost, so it is not known whether Meta granted access.',
    INTERRUPTED: 'The work was interrupted before it was finished.',
    META_UNAVAILABLE: 'Meta could not be reached, or had trouble of its own.',
    META_REFUSED: 'Meta refused the request.',
    THROTTLED: 'Meta is busy and takes no more requests for a while.',
    POLICY_BLOCKED: 'Meta blocks the app or the business for breaking a policy.',
    SYNC_FAILING: 'The list of your datasets could not be read to its end.',
    PERMISSIONS_MISSING: 'Some of the permissions that were asked for are missing.',
    ACCESS_LEVEL_TOO_LOW: 'Meta does not let the platform’s app do this for your business yet.',
    TWO_FACTOR_REQUIRED: 'Your business requires two-factor authentication at Meta.',
    NO_DATASETS: 'Your business is connected, but no dataset was shared.',
    SEVERAL_DATASETS: 'One dataset is to be used, and you have shared several.',
    TOKEN_EXPIRING: 'The connection ends soon.',
  },
  /** What a client does about a problem: with a try left, or beside a connection, with the link spent. */
  actions: {
    failed: {
      again: 'Try once more.',
      CLIENT: 'Try again and grant all that Meta asks for, or ask the platform that invited you.',
      PARTNER: 'Tell the platform that invited you, and quote the support code.',
      META: 'Nothing is wrong on your side. Wait a few minutes, then try again.',
      NOBODY: 'Wait a few minutes, then try again.',
      OTHER_BUSINESS: 'Try again and pick the business that you were invited for.',
      NO_DATASETS: 'Try again and pick at least one dataset, or ask the platform that invited you.',
      TWO_FACTOR_REQUIRED: 'Switch two-factor authentication on at Meta for your business, then try again.',
    },
    connected: {
      CLIENT: 'Ask the platform that invited you for a new link, then connect again and grant all that Meta asks for.',
      PARTNER: 'Tell the platform that invited you, and quote the support code.',
      META: 'You need not do anything: it is tried again by itself. You can close this window.',
      NOBODY: 'You need not do anything: it mends itself. You can close this window.',
      NO_DATASETS: 'Ask the platform that invited you for a new link, then connect again and pick at least one dataset.',
    },
  },
  actors: {
    CLIENT: 'You can solve this',
    PARTNER: 'The platform that invited you has to act',
    META: 'Meta has to act',
    NOBODY: 'Nobody has to act',
  },
  details: {
    title: 'Details for support',
    problem: 'Problem',
    error: 'Meta error',
    trace: 'Meta trace id',
    next: 'Next try {time}',
  },
  /** What a request came to that was not done, by the codes of the API. */
  refusals: {
    BUSY: 'Another login of this invitation is under way. Look again in a moment.',
    CODE_REFUSED: 'Meta refused the answer of this login, or it was used before. Try once more.',
    FORBIDDEN: 'This link does not allow that.',
    INTERNAL: 'Something went wrong on our side. Try again in a moment.',
    META_UNAVAILABLE: 'Meta cannot be reached at the moment. Try again in a few minutes.',
    OUTCOME_UNKNOWN: 'Meta’s answer was lost. Try once more.',
    RATE_LIMITED: 'That was too fast. Wait a few seconds, then try again.',
    TIMEOUT: 'The answer took too long. Try again in a moment.',
    UNAVAILABLE: 'The service is not available at the moment. Try again shortly.',
    nobody: 'The request did not get through. Check your network connection, then try again.',
  },
  unloaded: 'This could not be loaded',
}
