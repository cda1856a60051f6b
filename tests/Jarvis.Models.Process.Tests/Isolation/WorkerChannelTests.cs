using System.Buffers.Binary;
using System.Text;
using Jarvis.Models.Process.Isolation;

namespace Jarvis.Models.Process.Tests.Isolation;

public sealed class WorkerChannelTests
{
    [Fact]
    public async Task Messages_arrive_whole_and_in_order_however_the_pipe_cuts_them()
    {
        using var written = new MemoryStream();
        using var sender = new WorkerChannel(Stream.Null, written);
        await sender.SendAsync(new WorkerMessage.Stop(1), default);
        await sender.SendAsync(new WorkerMessage.Progress(2, 0, 0.25), default);
        using var receiver = new WorkerChannel(new OneByteStream(written.ToArray()), Stream.Null);

        Assert.Equal(new WorkerMessage.Stop(1), await receiver.ReceiveAsync(default));
        Assert.Equal(new WorkerMessage.Progress(2, 0, 0.25), await receiver.ReceiveAsync(default));
        Assert.Null(await receiver.ReceiveAsync(default));
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(0, "")]
    [InlineData(WorkerChannel.MaxLength + 1, "")]
    [InlineData(int.MaxValue, "")]
    [InlineData(9, "{}")]
    [InlineData(2, "{}")]
    [InlineData(4, "null")]
    [InlineData(4, "\"no\"")]
    [InlineData(14, "{\"is\":\"other\"}")]
    [InlineData(13, "{\"is\":\"stop\"}")]
    public async Task What_is_no_message_breaks_the_channel(int length, string json)
    {
        var bytes = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        Encoding.UTF8.GetBytes(json, bytes.AsSpan(sizeof(int)));
        using var channel = new WorkerChannel(new MemoryStream(bytes), Stream.Null);

        await Assert.ThrowsAnyAsync<IOException>(() => channel.ReceiveAsync(default));
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
