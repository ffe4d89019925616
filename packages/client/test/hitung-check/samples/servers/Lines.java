import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;

/** Reads a line of each client, one after the other. readLine returns null where a client leaves. */
public class Lines {
    public static void main(String[] args) throws Exception {
        ServerSocket server = new ServerSocket(12345);
        while (true) {
            Socket client = server.accept();
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), "UTF-8"));
            PrintWriter out = new PrintWriter(client.getOutputStream(), true);
            String line = in.readLine();
            out.println("jumlah karakter yang di minta : " + line.length());
            client.close();
        }
    }
}
