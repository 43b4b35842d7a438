# The password sheet: the captcha is in it, the code its second step. Each state is a layout. What
# is typed is compared with the set-up's `password`, `captcha` and `code` a second later (1).
.class public Lcom/xiaomi/account/ui/QuickLoginActivity;
.super Lmock/Page;

.field private second:Z
.field private captcha:Z
.field private wrong:I

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/password_prompt
    return v0
.end method

.method public tapped(I)V
    .registers 3
    const v0, @id/cancel
    if-ne p1, v0, :stay
    const/4 v0, 0x0
    invoke-virtual {p0, v0}, Lmock/Page;->end(I)V
    return-void
    :stay
    const v0, @id/passport_confirm
    if-ne p1, v0, :done
    invoke-virtual {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->entered()V
    :done
    return-void
.end method

# OK: say what is missing, or send what is there.
.method public entered()V
    .registers 3
    invoke-direct {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->missing()I
    move-result v0
    if-eqz v0, :send
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
    :send
    const v0, @layout/checking_password
    invoke-virtual {p0, v0}, Lmock/Page;->wheel(I)V
    const/4 v0, 0x1
    const/16 v1, 0x3e8
    invoke-virtual {p0, v0, v1}, Lmock/Page;->later(II)V
    return-void
.end method

# The layout that says which field is empty, 0 when none is.
.method private missing()I
    .registers 3
    iget-boolean v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->second:Z
    if-eqz v0, :first
    const v0, @id/passport_vcode
    invoke-direct {p0, v0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->empty(I)Z
    move-result v0
    if-eqz v0, :nothing
    const v0, @layout/code_prompt_empty
    return v0
    :first
    iget-boolean v1, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->captcha:Z
    const v0, @id/input_pwd_view
    invoke-direct {p0, v0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->empty(I)Z
    move-result v0
    if-eqz v0, :password
    if-nez v1, :no_captcha
    const v0, @layout/password_prompt_empty
    return v0
    :password
    if-eqz v1, :nothing
    const v0, @id/et_captcha_code
    invoke-direct {p0, v0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->empty(I)Z
    move-result v0
    if-eqz v0, :nothing
    :no_captcha
    const v0, @layout/captcha_prompt_empty
    return v0
    :nothing
    const/4 v0, 0x0
    return v0
.end method

# The answer.
.method public after(I)V
    .registers 4
    invoke-virtual {p0}, Lmock/Page;->stopWheel()V
    iget-boolean v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->second:Z
    if-eqz v0, :first
    invoke-direct {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->codeAnswer()V
    return-void
    :first
    iget-boolean v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->captcha:Z
    if-eqz v0, :password
    const v0, @id/et_captcha_code
    const-string v1, "captcha"
    invoke-direct {p0, v0, v1}, Lcom/xiaomi/account/ui/QuickLoginActivity;->right(ILjava/lang/String;)Z
    move-result v0
    if-nez v0, :password
    const v0, @layout/captcha_prompt_wrong
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
    :password
    const v0, @id/input_pwd_view
    const-string v1, "password"
    invoke-direct {p0, v0, v1}, Lcom/xiaomi/account/ui/QuickLoginActivity;->right(ILjava/lang/String;)Z
    move-result v0
    if-nez v0, :known
    invoke-direct {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->wrongPassword()V
    return-void
    :known
    invoke-direct {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->rightPassword()V
    return-void
.end method

.method private codeAnswer()V
    .registers 3
    const v0, @id/passport_vcode
    const-string v1, "code"
    invoke-direct {p0, v0, v1}, Lcom/xiaomi/account/ui/QuickLoginActivity;->right(ILjava/lang/String;)Z
    move-result v0
    if-nez v0, :accept
    const v0, @layout/code_prompt_wrong
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
    :accept
    const/4 v0, -0x1
    invoke-virtual {p0, v0}, Lmock/Page;->end(I)V
    return-void
.end method

# A captcha comes after as many wrong passwords as `captcha_after` says; 0: never.
.method private wrongPassword()V
    .registers 3
    iget v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->wrong:I
    add-int/lit8 v0, v0, 0x1
    iput v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->wrong:I
    invoke-direct {p0}, Lcom/xiaomi/account/ui/QuickLoginActivity;->limit()I
    move-result v1
    if-lez v1, :again
    if-lt v0, v1, :again
    const/4 v0, 0x1
    iput-boolean v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->captcha:Z
    const v0, @layout/captcha_prompt
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
    :again
    const v0, @layout/password_prompt_wrong
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
.end method

.method private limit()I
    .registers 3
    const-string v0, "captcha_after"
    const-string v1, "0"
    invoke-virtual {p0, v0, v1}, Lmock/Page;->get(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
    move-result v0
    return v0
.end method

.method private rightPassword()V
    .registers 3
    const-string v0, "second_step"
    const-string v1, "yes"
    invoke-virtual {p0, v0, v1}, Lmock/Page;->is(Ljava/lang/String;Ljava/lang/String;)Z
    move-result v0
    if-nez v0, :code
    const/4 v0, -0x1
    invoke-virtual {p0, v0}, Lmock/Page;->end(I)V
    return-void
    :code
    const/4 v0, 0x1
    iput-boolean v0, p0, Lcom/xiaomi/account/ui/QuickLoginActivity;->second:Z
    const v0, @layout/code_prompt
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
.end method

.method private typed(I)Ljava/lang/String;
    .registers 3
    invoke-virtual {p0, p1}, Landroid/app/Activity;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method

.method private empty(I)Z
    .registers 3
    invoke-direct {p0, p1}, Lcom/xiaomi/account/ui/QuickLoginActivity;->typed(I)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v0
    return v0
.end method

.method private right(ILjava/lang/String;)Z
    .registers 4
    invoke-direct {p0, p1}, Lcom/xiaomi/account/ui/QuickLoginActivity;->typed(I)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {p0, p2, v0}, Lmock/Page;->is(Ljava/lang/String;Ljava/lang/String;)Z
    move-result v0
    return v0
.end method
