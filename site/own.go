package site

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"shangda/store"
)

// ownPage is what is kept of a citizen, opened by an address that they alone were told in the chat.
type ownPage struct {
	frame
	Token string
	Own   store.Own
}

func (s *site) own(c *gin.Context) error {
	private(c)
	now := s.Now()
	citizen, err := s.Store.OwnBehind(c.Param("token"), now)
	if err != nil {
		return err
	}
	own, err := s.Store.Own(c.Request.Context(), citizen, now)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "own", ownPage{frame: s.frame(c), Token: c.Param("token"), Own: own})
}

// ownFile is the same as a file, for another program to read.
func (s *site) ownFile(c *gin.Context) error {
	if err := s.posted(c, 4<<10); err != nil {
		return err
	}
	private(c)
	now := s.Now()
	citizen, err := s.Store.OwnBehind(c.Param("token"), now)
	if err != nil {
		return err
	}
	own, err := s.Store.Own(c.Request.Context(), citizen, now)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(own, "", "  ")
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="my-data.json"`)
	return write(c, http.StatusOK, "application/json", data)
}
