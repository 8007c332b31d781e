package wechat

// top says where the text of an element right below the root belongs.
func (m *Message) top(name string) *string {
	switch name {
	case "ToUserName":
		return &m.ToUserName
	case "FromUserName":
		return &m.FromUserName
	case "CreateTime":
		return &m.CreateTime
	case "MsgType":
		return &m.MsgType
	case "MsgId":
		return &m.MsgID
	case "Content":
		return &m.Content
	case "bizmsgmenuid":
		return &m.MenuID
	case "Event":
		return &m.Event
	case "EventKey":
		return &m.EventKey
	case "Ticket":
		return &m.Ticket
	case "MenuId", "MenuID":
		return &m.MenuEntry
	case "Latitude":
		return &m.Latitude
	case "Longitude":
		return &m.Longitude
	case "Precision":
		return &m.Precision
	case "MsgID":
		return &m.JobID
	case "Status":
		return &m.Status
	case "ExpiredTime":
		return &m.ExpiredTime
	case "FailTime":
		return &m.FailTime
	case "FailReason":
		return &m.FailReason
	}
	if f := m.media(name); f != nil {
		return f
	}
	if f := m.mass(name); f != nil {
		return f
	}
	return m.place(name)
}

func (m *Message) media(name string) *string {
	switch name {
	case "MediaId":
		return &m.MediaID
	case "ThumbMediaId":
		return &m.ThumbMediaID
	case "Format":
		return &m.Format
	case "Recognition":
		return &m.Recognition
	case "Title":
		return &m.Title
	case "Description":
		return &m.Description
	case "Url":
		return &m.URL
	}
	return nil
}

// mass reads the counts of a 群发 job.
func (m *Message) mass(name string) *string {
	switch name {
	case "TotalCount":
		return &m.TotalCount
	case "FilterCount":
		return &m.FilterCount
	case "SentCount":
		return &m.SentCount
	case "ErrorCount":
		return &m.ErrorCount
	}
	return nil
}
