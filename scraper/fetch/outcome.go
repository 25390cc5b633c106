package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"reticule"
)

// classify names an error of the network.
func classify(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return reticule.OutcomeCanceled
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return reticule.OutcomeTimeout
	case isTLS(err):
		return reticule.OutcomeTLS
	case strings.Contains(err.Error(), "headers exceeded"), strings.Contains(err.Error(), "header list larger"):
		return reticule.OutcomeTooLarge
	case isGibberish(err):
		return reticule.OutcomeBadData
	case errors.Is(err, io.ErrUnexpectedEOF):
		return reticule.OutcomeTruncated
	case errors.As(err, &timeout) && timeout.Timeout():
		return reticule.OutcomeTimeout
	}
	return reticule.OutcomeNetwork
}

func isTLS(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		alert  tls.AlertError
		host   x509.HostnameError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &host) ||
		errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ")
}

// isGibberish tells whether something answered that does not speak HTTP, or
// contradicts itself: two lengths, a header line without a colon.
func isGibberish(err error) bool {
	var network *net.OpError
	return strings.Contains(err.Error(), "HTTP/1.x transport connection broken: ") && !errors.As(err, &network) &&
		!errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF)
}

// byStatus names a status that is neither 2xx nor 304.
func byStatus(status int) string {
	switch {
	case status == http.StatusGone:
		return reticule.OutcomeGone
	case status == http.StatusNotFound:
		return reticule.OutcomeNotFound
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusUnavailableForLegalReasons:
		return reticule.OutcomeForbidden
	case status == http.StatusTooManyRequests:
		return reticule.OutcomeRateLimited
	case status >= 500 && status <= 599:
		return reticule.OutcomeServer
	}
	return reticule.OutcomeStatus
}

// plainCause drops what net's errors repeat: the operation and the address.
func plainCause(err error) error {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		if dns.IsNotFound {
			return fmt.Errorf("no such host: %w", err)
		}
		return fmt.Errorf("DNS failed: %w", err)
	}
	return err
}
