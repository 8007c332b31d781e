package bot

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"shangda/desk"
)

// Metrics counts what the bot does. No label ever carries anything a citizen wrote.
type Metrics struct {
	messages *prometheus.CounterVec
	refused  *prometheus.CounterVec
	repeats  prometheus.Counter
	panics   prometheus.Counter
	failures prometheus.Counter
	seconds  prometheus.Histogram
}

// NewMetrics registers the bot's metrics; with a nil registry they count unseen.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shangda_messages_total", Help: "Messages answered and logged, by talk and outcome.",
		}, []string{"talk", "outcome"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shangda_callbacks_refused_total", Help: "Callbacks refused before they were read, by HTTP status.",
		}, []string{"status"}),
		repeats:  prometheus.NewCounter(prometheus.CounterOpts{Name: "shangda_redeliveries_total", Help: "Messages delivered again and given their first reply."}),
		panics:   prometheus.NewCounter(prometheus.CounterOpts{Name: "shangda_panics_total", Help: "Talks that panicked."}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "shangda_unrecorded_total", Help: "Messages that could not be recorded."}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "shangda_answer_seconds", Help: "From the message in hand to its reply logged.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 4.5},
		}),
	}
	if r != nil {
		r.MustRegister(m.messages, m.refused, m.repeats, m.panics, m.failures, m.seconds)
	}
	return m
}

func (m *Metrics) answered(x desk.Exchange) {
	m.messages.WithLabelValues(string(x.Talk), string(x.Outcome)).Inc()
}
func (m *Metrics) refuse(status string)    { m.refused.WithLabelValues(status).Inc() }
func (m *Metrics) repeated()               { m.repeats.Inc() }
func (m *Metrics) panicked()               { m.panics.Inc() }
func (m *Metrics) failed()                 { m.failures.Inc() }
func (m *Metrics) observe(d time.Duration) { m.seconds.Observe(d.Seconds()) }
