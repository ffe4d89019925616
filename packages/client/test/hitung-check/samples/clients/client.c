/* The prompt stays in the buffer of the program, as its output is no terminal. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    char line[1024], reply[1024] = {0};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(12345)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("connect");
        return 1;
    }
    printf("Masukkan karakter : ");
    if (fgets(line, sizeof line, stdin) == NULL) return 1;
    line[strcspn(line, "\n")] = 0;
    send(client, line, strlen(line), 0);
    if (read(client, reply, sizeof reply - 1) <= 0) {
        puts("Tidak ada jawaban");
        return 1;
    }
    printf("%s\n", reply);
    close(client);
    return 0;
}
