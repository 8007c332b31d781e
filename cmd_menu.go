package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"shangda/bot"
	"shangda/cache"
	"shangda/config"
	"shangda/wechat"
)

type menuCmd struct {
	Push menuPushCmd `cmd:"" help:"Create the account's menu on the platform."`
}

type menuPushCmd struct{}

func (*menuPushCmd) Run(ctx context.Context, c *cli, s streams) error {
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	if cfg.Demo() {
		return errors.New("no WeChat settings: there is no account to push a menu to")
	}
	shared, err := cache.Open(cfg.Redis.Reveal(), slog.New(slog.NewJSONHandler(s.err, nil)))
	if err != nil {
		return err
	}
	defer shared.Close()
	client, err := platform(cfg, shared)
	if err != nil {
		return err
	}
	if err := client.PushMenu(ctx, bot.Menu(cfg.PublicURL)); err != nil {
		return fmt.Errorf("menu: %w", err)
	}
	fmt.Fprintln(s.out, "menu pushed; phones show it within five minutes")
	return nil
}

// platform is the account's side of the platform's interfaces.
func platform(cfg config.Config, shared *cache.Cache) (*wechat.Client, error) {
	return wechat.NewClient(wechat.ClientOptions{
		AppID: cfg.WeChat.AppID, AppSecret: cfg.WeChat.AppSecret.Reveal(), APIBase: cfg.WeChat.APIBase, Cache: shared,
	})
}
