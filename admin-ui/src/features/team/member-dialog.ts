import type { Member } from './member-fragment'

/** What a dialog about one member of staff is opened with. */
export interface MemberDialogProps {
  member: Member
  opened: boolean
  onClose: () => void
}
