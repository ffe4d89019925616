// Sends a line, and reads until the server closes.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

func main() {
	connection, err := net.Dial("tcp", "127.0.0.1:12345")
	if err != nil {
		fmt.Println("Server tidak ada:", err)
		os.Exit(1)
	}
	fmt.Print("Masukkan karakter : ")
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Fprint(connection, strings.TrimSpace(line))
	reply, err := io.ReadAll(connection)
	if err != nil || len(reply) == 0 {
		fmt.Println("Tidak ada jawaban dari server")
		os.Exit(1)
	}
	fmt.Println(string(reply))
}
