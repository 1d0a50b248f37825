import { en } from './en'
import type { Words } from './words'

/** What the page says to a member of staff, who sits beside the client or acts for it. */
export const staff: Words = {
  ...en,
  invitation: {
    ...en.invitation,
    text: 'The person at the keyboard must be able to administer the client’s business at Meta. Connecting a business again renews its connection.',
  },
  briefing: {
    ...en.briefing,
    login: 'Facebook opens, in a window of its own or in this tab. The client logs in there.',
    pick: 'The client picks the business, and then the datasets to share.',
    other: 'for other features of yours',
  },
  phone: {
    ...en.phone,
    text: 'Meta does not offer this login on phones and tablets. Open this page in a browser on a computer. You can try it here; should Facebook say that it does not work, nothing is lost.',
  },
  lostTrack: {
    ...en.lostTrack,
    text: 'The result cannot be shown here. It will stand in the list of businesses.',
  },
  ends: {
    ...en.ends,
    ONBOARDING_CANCELLED: {
      title: 'This onboarding was cancelled',
      text: 'It was taken back while you were at Facebook. Nothing was connected. It takes a new invitation to connect.',
    },
  },
  success: {
    ...en.success,
    none: 'No dataset was shared. Have the client connect once more and pick at least one.',
  },
}
