import { Modal } from '@mantine/core'
import { useEffect, useSyncExternalStore } from 'react'
import classes from './second-factor.module.css'
import { useStepUp } from './step-up'
import { StepUpForm } from './step-up-form'

/** Has whoever is signed in confirm that it is them, when something asks for it. */
export function StepUpDialog({ onSignIn }: { onSignIn: () => void }) {
  const stepUp = useStepUp()
  const asked = useSyncExternalStore(stepUp.subscribe, stepUp.isAsked)
  useEffect(() => () => stepUp.answer(false), [stepUp]) // who leaves the page leaves the question

  return (
    // Over the dialog whose act it interrupts, and without a second header, which would be a second landmark.
    <Modal opened={asked} onClose={() => stepUp.answer(false)} withCloseButton={false} zIndex={300}>
      <Modal.Title className={classes.question}>Confirm that it is you</Modal.Title>
      <StepUpForm onConfirmed={() => stepUp.answer(true)} onCancel={() => stepUp.answer(false)} onSignIn={onSignIn} />
    </Modal>
  )
}
