// A goroutine for each client, and a reply for whatever one Read gives.
package main

import (
	"fmt"
	"net"
	"unicode/utf8"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:12345")
	if err != nil {
		panic(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer client.Close()
			buffer := make([]byte, 1024)
			for {
				size, err := client.Read(buffer)
				if err != nil {
					return
				}
				fmt.Fprintf(client, "Jumlah karakter: %d", utf8.RuneCount(buffer[:size]))
			}
		}()
	}
}
