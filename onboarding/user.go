package onboarding

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/google/uuid"

	"capiconnect/models"
)

// maxEmail: https://www.rfc-editor.org/errata/eid1690
const maxEmail = 254

var (
	errNoUser            = &Error{Code: NotFound, Message: "There is no such member of staff.", Field: []string{"input", "userId"}}
	errEmailTaken        = &Error{Code: EmailTaken, Message: "A member of staff has this e-mail address already.", Field: []string{"input", "email"}}
	errOwnAccount        = &Error{Code: OwnAccount, Message: "Nobody does this to their own account. Ask another administrator."}
	errLastAdministrator = &Error{Code: LastAdministrator, Message: "This is the last administrator. Make somebody else an administrator first."}
	errUserDisabled      = &Error{Code: UserIsDisabled, Message: "This member of staff is disabled. Enable them first."}
)

// AddUser adds a member of staff, with the hash of a password.
func (a *Access) AddUser(ctx context.Context, email string, role models.Role, passwordHash *string) (*models.User, error) {
	return a.addUser(ctx, email, role, passwordHash, func(*models.Tx, *models.User) error { return nil })
}

// InviteUser adds a member of staff and makes the link with which they come in for the first time.
func (a *Access) InviteUser(ctx context.Context, email string, role models.Role) (*models.User, *SignInLink, error) {
	var link *SignInLink
	user, err := a.addUser(ctx, email, role, nil, func(tx *models.Tx, user *models.User) (err error) {
		link, err = a.newLink(ctx, tx, user)
		return err
	})
	return linked(user, link, err)
}

// addUser is AddUser that does something else in the same transaction.
func (a *Access) addUser(
	ctx context.Context, email string, role models.Role, passwordHash *string, also func(*models.Tx, *models.User) error,
) (*models.User, error) {
	email = strings.TrimSpace(email)
	if address, err := mail.ParseAddress(email); err != nil || address.Address != email || len(email) > maxEmail || strings.ContainsRune(email, 0) {
		return nil, invalid("email", "This is not an e-mail address.")
	}
	user := &models.User{ID: models.NewID(), Email: email, Role: role, PasswordHash: passwordHash, CreatedAt: a.Now()}
	err := a.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateUser(user); err != nil {
			return err
		}
		if err := tx.Audit(a.auditOf(ctx, "user: created", user, nil, models.JSON{"email": email, "role": role})); err != nil {
			return err
		}
		return also(tx, user)
	})
	switch {
	case errors.Is(err, models.ErrExists):
		return nil, errEmailTaken
	case err != nil:
		return nil, fmt.Errorf("adding a member of staff: %w", err)
	}
	return user, nil
}

// ChangeUserRole gives a member of staff another role, which counts from their next request on.
func (a *Access) ChangeUserRole(ctx context.Context, userID uuid.UUID, role models.Role) (*models.User, error) {
	return a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) error {
		if user.Role == role {
			return nil
		}
		before := user.Role
		user.Role = role
		if err := tx.SetRole(user.ID, role); err != nil {
			return err
		}
		return tx.Audit(a.auditOf(ctx, "user: role changed", user, models.JSON{"role": before}, models.JSON{"role": role}))
	})
}

// DisableUser keeps a member of staff out from now on: they are signed out, and password and links are gone for good.
func (a *Access) DisableUser(ctx context.Context, userID uuid.UUID) (*models.User, error) {
	return a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) error {
		if user.DisabledAt != nil {
			return nil
		}
		now := a.Now()
		user.DisabledAt, user.PasswordHash = &now, nil
		return errors.Join(tx.DisableUser(user.ID, now), tx.DropSignInLinks(user.ID), tx.EndSessions(user.ID),
			tx.Audit(a.auditOf(ctx, "user: disabled", user, nil, nil)))
	})
}

// EnableUser lets a member of staff in again who was disabled, with a link.
func (a *Access) EnableUser(ctx context.Context, userID uuid.UUID) (*models.User, *SignInLink, error) {
	var link *SignInLink
	user, err := a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) (err error) {
		user.DisabledAt = nil
		if err := errors.Join(tx.EnableUser(user.ID), tx.Audit(a.auditOf(ctx, "user: enabled", user, nil, nil))); err != nil {
			return err
		}
		link, err = a.newLink(ctx, tx, user)
		return err
	})
	return linked(user, link, err)
}

// changeOther carries out a change of one member of staff by somebody else, or refuses: nobody gives themselves power, and nobody takes
// their own away by a slip.
func (a *Access) changeOther(ctx context.Context, id uuid.UUID, change func(*models.Tx, *models.User) error) (*models.User, error) {
	if actor := actorOf(ctx); actor.Kind == models.ActorUser && actor.ID == id {
		return nil, errOwnAccount
	}
	return a.changeUser(ctx, id, change)
}

// changeUser carries out a change of one member of staff, unless that would leave nobody who can administrate. Changes wait for each
// other at the administrators' rows, so that no two of these disable one another.
func (a *Access) changeUser(ctx context.Context, id uuid.UUID, change func(*models.Tx, *models.User) error) (user *models.User, err error) {
	err = a.Store.InTx(ctx, func(tx *models.Tx) error {
		administrators, err := tx.LockAdministrators()
		if err != nil {
			return err
		}
		if user, err = tx.LockUser(id); err != nil {
			return err
		}
		if err := change(tx, user); err != nil {
			return err
		}
		if slices.Equal(administrators, []uuid.UUID{id}) && !canAdministrate(user) {
			return errLastAdministrator
		}
		return nil
	})
	if errors.Is(err, models.ErrNotFound) {
		err = errNoUser
	}
	if err != nil {
		return nil, err
	}
	return user, nil
}

func canAdministrate(user *models.User) bool {
	return user.Role == models.Admin && user.DisabledAt == nil
}

func (a *Access) auditOf(ctx context.Context, action string, user *models.User, before, after models.JSON) models.AuditEvent {
	return auditEvent(ctx, a.Now(), action, "user", user.ID, before, after)
}
