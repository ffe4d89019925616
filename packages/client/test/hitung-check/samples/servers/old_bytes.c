/* A buffer that is used again without a NUL behind what came, and an integer as the machine has it in its memory. */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    char buffer[1024] = {0};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(12345), .sin_addr.s_addr = INADDR_ANY};
    int server = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(server, (struct sockaddr *)&address, sizeof address) != 0) return 1;
    listen(server, 5);
    for (;;) {
        int client = accept(server, NULL, NULL);
        read(client, buffer, sizeof buffer - 1);
        int length = strlen(buffer);
        send(client, &length, sizeof length, MSG_NOSIGNAL);
        close(client);
    }
}
