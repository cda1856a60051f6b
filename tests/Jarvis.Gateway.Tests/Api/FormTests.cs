using System.Net.Http.Headers;
using System.Text;
using Jarvis.Errors;
using static Jarvis.Gateway.Tests.GatewayServer;

namespace Jarvis.Gateway.Tests.Api;

public sealed class FormTests
{
    [Fact]
    public async Task A_form_of_more_parts_than_are_read_is_refused()
    {
        var part = "--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nsame\r\n";
        Assert.Equal(ErrorCode.TooLarge, await CodeAsync("multipart/form-data; boundary=x", string.Concat(Enumerable.Repeat(part, 65)) + "--x--\r\n"));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=colour\r\n\r\na\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=text\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=text\r\n\r\nb\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=request\r\n\r\n{\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=\"\"", "--x--\r\n")]
    public async Task A_form_that_is_none_is_refused(string type, string body) => Assert.Equal(ErrorCode.InvalidRequest, await CodeAsync(type, body));

    [Fact]
    public async Task Headers_of_a_part_are_bounded() => Assert.Equal(
        ErrorCode.InvalidRequest,
        await CodeAsync("multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=text\r\nX-Long: {new string('a', 10_000)}\r\n\r\na\r\n--x--\r\n"));

    private static async Task<ErrorCode> CodeAsync(string type, string body)
    {
        await using var server = await StartAsync();
        using var client = await server.ClientAsync(Acme);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await client.PostAsync("/v1/conversations", content);
        return (await ProblemAsync(response)).Code;
    }
}
