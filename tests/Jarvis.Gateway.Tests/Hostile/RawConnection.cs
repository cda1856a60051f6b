using System.Net.Sockets;
using System.Text;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>A connection on which a test writes what no client would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;

    private RawConnection(TcpClient client) => _client = client;

    internal static async Task<RawConnection> OpenAsync(Uri address, int receiveBuffer = 8192)
    {
        var client = new TcpClient { NoDelay = true, ReceiveBufferSize = receiveBuffer };
        await client.ConnectAsync(address.Host, address.Port);
        return new(client);
    }

    internal Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    internal async Task WriteAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>Reads a line; what there is of it where the server closes the connection.</summary>
    internal async Task<string> ReadLineAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            using var reader = new StreamReader(_client.GetStream(), Encoding.Latin1, leaveOpen: true);
            return await reader.ReadLineAsync(patience.Token) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Reads until the server closes the connection.</summary>
    internal async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            await _client.GetStream().CopyToAsync(all, patience.Token);
        }
        catch (IOException)
        {
            // Reset is closed too.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Breaks off.</summary>
    internal void Reset()
    {
        _client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();
}
